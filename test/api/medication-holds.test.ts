import { expectStatus, type Answered, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, bookedSession, courseReadyToStart, draftCourse, measureThreshold, routineDay } from '../support/world.js';

describe('a medicine that raises the risk of a seizure', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const prescribe = async (patientId: string, name: string, more: Json = {}) =>
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${patientId}/medications`, { name, dose: '50 mg', frequency: 'once daily', startedOn: '2030-03-04', ...more }), 201);
  const holdsOf = async (courseId: string): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}`), 200).holds;

  it('holds a running course; the next check-in says so, and only a clinician lets it go on', async () => {
    const { patientId, courseId, sessionId } = await bookedSession(service, clinic);
    await prescribe(patientId, 'Tramadol');
    expect(await holdsOf(courseId)).toMatchObject([{ code: 'medication-change', detail: expect.stringContaining('Tramadol') }]);
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}`), 200);
    expect(items).toMatchObject([{ kind: 'medication-change', courseId, status: 'open' }]);

    const atDoor = expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/check-in`, { answers: await routineDay(clinic) }), 200);
    expect(atDoor.status).toBe('held');
    expect(atDoor.warnings).toMatchObject([{ code: 'on-hold', message: expect.stringContaining('Tramadol') }]);
    expect(atDoor.check.findings).toMatchObject([{ code: 'medication-change', level: 'stop', message: expect.stringContaining('Tramadol') }]);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/clear`, { rationale: 'seems fine' }), 403);
    const desk = expectStatus(await clinic.as('front-desk').get(`/v1/sessions/${sessionId}`), 200);
    expect(JSON.stringify(desk.warnings)).not.toContain('Tramadol');

    const cleared = expectStatus(await clinic.as('clinician').post(`/v1/sessions/${sessionId}/clear`, { rationale: 'Low dose, seen today; threshold again.' }), 200);
    expect([cleared.status, cleared.warnings]).toEqual(['checked-in', []]);
    expect(await holdsOf(courseId)).toEqual([]);
  });

  it('stops the start of a session that was checked in before', async () => {
    const { patientId, sessionId } = await bookedSession(service, clinic);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/check-in`, { answers: await routineDay(clinic) }), 200);
    await prescribe(patientId, 'Clozapine');
    expect(expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/start`, {}), 409).code).toBe('on-hold');
  });

  it('holds by a dose that is changed and by a withdrawal, and not by what changes nothing', async () => {
    const { patientId, courseId } = await activeCourse(service, clinic);
    const edit = async ({ id }: Json, change: Json) => expectStatus(await clinic.as('clinician').patch(`/v1/patients/${patientId}/medications/${id}`, change), 200);
    const lorazepam = await prescribe(patientId, 'Lorazepam');
    await prescribe(patientId, 'Paracetamol');
    await prescribe(patientId, 'Amitriptyline', { startedOn: '2020-01-01', stoppedOn: '2021-01-01' });
    expect(await holdsOf(courseId)).toEqual([]);
    await edit(lorazepam, { dose: '75 mg' });
    expect(await holdsOf(courseId)).toEqual([]);
    const gabapentin = await prescribe(patientId, 'Gabapentin', { startedOn: '2029-01-01' });
    await edit(gabapentin, { dose: '25 mg' });
    const [cut] = await holdsOf(courseId);
    expect(cut).toMatchObject({ detail: expect.stringContaining('dose of Gabapentin') });
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/holds/${cut!['id']}/release`, { note: 'Tapered slowly.' }), 200);
    await edit(lorazepam, { stoppedOn: '2030-03-04' });
    expect(await holdsOf(courseId)).toMatchObject([{ detail: expect.stringContaining('withdrawal') }]);
    const sertraline = await prescribe(patientId, 'Sertraline');
    await edit(sertraline, { dose: '100 mg' });
    await edit(sertraline, { dose: '100 mg' });
    expect((await holdsOf(courseId)).map(({ detail }) => detail)).toEqual([expect.stringContaining('Lorazepam was stopped'), expect.stringContaining('Sertraline was begun'), expect.stringContaining('dose of Sertraline')]);
  });

  it('leaves alone a course that has not begun or has ended', async () => {
    const draft = await draftCourse(service, clinic);
    const ended = await courseReadyToStart(service, clinic);
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${ended.courseId}/complete`, {}), 200);
    for (const { patientId, courseId } of [draft, ended]) {
      await prescribe(patientId, 'Tramadol');
      expect(await holdsOf(courseId)).toEqual([]);
    }
  });

  it('asks for a new threshold where it was begun since (S20); one that was only written down later, or in error, is no change', async () => {
    const startAfterWriting = async (startedOn: string, inError = false): Promise<Answered> => {
      const mine = await service.newClinic();
      const { courseId, patientId } = await activeCourse(service, mine);
      await measureThreshold(service, mine, courseId, { measuredAt: '2030-03-04T13:30:00Z' });
      const { id } = await booked(service, mine, courseId);
      expectStatus(await mine.as('operator').post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(mine) }), 200);
      const { id: written } = expectStatus(await mine.as('clinician').post(`/v1/patients/${patientId}/medications`, { name: 'Lorazepam', dose: '1 mg', frequency: 'once daily', startedOn }), 201);
      if (inError) expectStatus(await mine.as('clinician').post(`/v1/patients/${patientId}/medications/${written}/void`, { reason: 'Of another patient' }), 200);
      return mine.as('operator').post(`/v1/sessions/${id}/start`, {});
    };
    expect(expectStatus(await startAfterWriting('2030-03-04'), 409).findings).toMatchObject([{ rule: 'S20' }]);
    expectStatus(await startAfterWriting('2030-03-03'), 200);
    expectStatus(await startAfterWriting('2030-03-04', true), 200);
  });

  it('whose name was written wrongly is judged by the right one, and holds as if it were entered now', async () => {
    const { patientId, courseId } = await activeCourse(service, clinic);
    const path = (id: string): string => `/v1/patients/${patientId}/medications/${id}`;
    const rename = async ({ id }: Json, name: string): Promise<Json> => expectStatus(await clinic.as('clinician').patch(path(id), { name }), 200);
    const wrong = await prescribe(patientId, 'Tramadolol', { dose: '100 mg', frequency: 'twice daily' });
    expect([wrong.seizureRisk, wrong.dailyMme, await holdsOf(courseId)]).toEqual([null, null, []]);
    expect(await rename(wrong, 'Tramadol')).toMatchObject({ name: 'Tramadol', seizureRisk: 'high', lowersSeizureThreshold: true, dailyMme: 40 });
    const holds = await holdsOf(courseId);
    expect(holds).toMatchObject([{ code: 'medication-change', detail: expect.stringMatching(/Tramadol was begun.*on record as Tramadolol/) }]);
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}`), 200);
    expect(items).toMatchObject([{ kind: 'medication-change', courseId, status: 'open' }]);
    const [entry] = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${patientId}&action=medication.changed`), 200).items;
    expect(entry.changes).toMatchObject({ name: { from: 'Tramadolol', to: 'Tramadol' }, seizureRisk: { from: null, to: 'high' } });
    expect(expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}/medication-review`), 200).seizureThreshold.reasons.map(({ code }: Json) => code)).toContain('high-risk-drug');
    // The same drug in other words, and one that lowers nothing, hold nothing more.
    expect(await rename(wrong, 'Tramadol 50 mg capsules')).toMatchObject({ seizureRisk: 'high' });
    expect(await rename(wrong, 'Paracetamol')).toMatchObject({ seizureRisk: null, dailyMme: null });
    expect(await holdsOf(courseId)).toHaveLength(1);
    for (const name of ['', ' ', 5, null, 'x'.repeat(201)]) expectStatus(await clinic.as('clinician').patch(path(wrong.id), { name }), 400);
    expectStatus(await clinic.as('front-desk').patch(path(wrong.id), { name: 'Tramadol' }), 403);
    const typed = await prescribe(patientId, 'Clozapime');
    expect([typed.seizureRisk, typed.similarListedNames]).toEqual([null, ['clozapine']]);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}/medication-review`), 200).unclearNames).toEqual([{ name: 'Clozapime', similarListedNames: ['clozapine'] }]);
    // What was just stopped is asked about as long as its withdrawal would be.
    await prescribe(patientId, 'Lorazepan', { startedOn: '2029-01-01', stoppedOn: '2030-03-03' });
    await prescribe(patientId, 'Diazepan', { startedOn: '2029-01-01', stoppedOn: '2030-02-01' });
    const { unclearNames } = expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}/medication-review`), 200);
    expect(unclearNames.map(({ name }: Json) => name)).toEqual(['Clozapime', 'Lorazepan']);
    const taken = await prescribe(patientId, 'Ibuprofen', { startedOn: '2020-01-01', stoppedOn: '2021-01-01' });
    await rename(taken, 'Clozapine');
    expect(await holdsOf(courseId)).toHaveLength(1);
  });

  it('that may hide behind a typing error alerts a clinician of the running course, which goes on, until the name is corrected', async () => {
    const { patientId, courseId } = await activeCourse(service, clinic);
    const change = async ({ id }: Json, body: Json): Promise<Json> => expectStatus(await clinic.as('clinician').patch(`/v1/patients/${patientId}/medications/${id}`, body), 200);
    const alerts = async (status: string): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}&status=${status}`), 200).items;
    const typed = await prescribe(patientId, 'Tramadl');
    expect(await alerts('open')).toMatchObject([{ kind: 'medication-change', severity: 'warning', courseId, summary: expect.stringContaining('Tramadl is on no list of drugs; tramadol and tramal would be.') }]);
    expect(await holdsOf(courseId)).toEqual([]);
    await change(typed, { dose: '100 mg' });
    expect(await alerts('open')).toHaveLength(1);
    await change(typed, { name: 'Paracetamol' });
    expect([await alerts('open'), await alerts('resolved')]).toMatchObject([[], [{ resolution: 'The name was changed.' }]]);
    await change(typed, { name: 'Lorazepan' });
    expect(await alerts('open')).toHaveLength(1);
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${patientId}/medications/${typed.id}/void`, { reason: 'Of another patient' }), 200);
    await prescribe(patientId, 'Lorazepan', { startedOn: '2029-01-01', stoppedOn: '2030-01-01' });
    await prescribe(patientId, 'Kalium');
    expect(await alerts('open')).toEqual([]);
    const draft = await draftCourse(service, clinic);
    await prescribe(draft.patientId, 'Lorazepan');
    expect(expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${draft.patientId}`), 200).items).toEqual([]);
  });

  it('that was entered in error stays to be read, and nothing is concluded from it', async () => {
    const { patientId, courseId } = await draftCourse(service, clinic);
    const clinician = clinic.as('clinician');
    const [wrong, right] = [await prescribe(patientId, 'Clozapine', { startedOn: '2029-01-01' }), await prescribe(patientId, 'Oxycodone', { dose: '10 mg', frequency: 'twice daily', startedOn: '2029-01-01' })];
    const path = `/v1/patients/${patientId}/medications/${wrong.id}`;
    const missing = async (): Promise<string[]> => expectStatus(await clinician.post(`/v1/courses/${courseId}/activate`, {}), 409).missing.map(({ rule }: Json) => rule);
    expect(await missing()).toContain('medication-risk');
    for (const role of ['front-desk', 'admin'] as const) expectStatus(await clinic.as(role).post(`${path}/void`, { reason: 'Of another patient' }), 403);
    expectStatus(await (await service.newClinic()).as('clinician').post(`${path}/void`, { reason: 'Of another patient' }), 404);
    expectStatus(await clinician.post(`${path}/void`, {}), 400);
    const twice = await Promise.all([1, 2].map(() => clinician.post(`${path}/void`, { reason: 'Of another patient' })));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(expectStatus(await clinician.get(path), 200).voided).toMatchObject({ by: clinic.staff.clinician.id, reason: 'Of another patient' });
    expect(expectStatus(await clinician.patch(path, { dose: '5 mg' }), 409).code).toBe('wrong-state');
    expect(await missing()).not.toContain('medication-risk');
    const review = expectStatus(await clinician.get(`/v1/patients/${patientId}/medication-review`), 200);
    expect([review.seizureThreshold.risks, review.opioids.dailyMme]).toEqual([[], 30]);
    const { medications } = expectStatus(await clinician.get(`/v1/courses/${courseId}/review`), 200);
    expect(medications.map(({ name }: Json) => name)).toEqual(['Oxycodone']);
    expectStatus(await clinician.post(`/v1/patients/${patientId}/medications/${right.id}/void`, { reason: 'Written twice' }), 200);
    expect(expectStatus(await clinician.get(`/v1/patients/${patientId}/medication-review`), 200).opioids.dailyMme).toBe(0);
    const { items } = expectStatus(await clinician.get(`/v1/patients/${patientId}/medications`), 200);
    expect(items.map(({ voided }: Json) => voided.reason)).toEqual(['Of another patient', 'Written twice']);
    // A merge weighs nothing that was never taken, and a start asks for no new threshold because of it.
    const running = await activeCourse(service, clinic);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${patientId}/merge`, { intoPatientId: running.patientId, reason: 'Same passport.' }), 200);
    expect(await holdsOf(running.courseId)).toEqual([]);
  });
});
