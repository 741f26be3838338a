import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activate, booked, bookedSession, completedSession, measureThreshold, prescribed, routineDay, sessionInProgress, type SessionOfCourse } from '../support/world.js';

clinicForEachTest();

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');
const report = ({ sessionId }: SessionOfCourse, event: Json) => operator().post(`/v1/sessions/${sessionId}/adverse-events`, { grade: 1, description: 'As the patient told it', ...event });
const holdsOf = async (courseId: string): Promise<string[]> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).holds.map(({ code }: Json) => code);
const alerts = async (): Promise<string[]> => expectStatus(await clinician().get('/v1/alerts?status=open'), 200).items.map(({ kind, severity }: Json) => `${kind} ${severity}`);

describe('an adverse event', () => {
  it('goes on record in fixed terms, with plain words beside them', async () => {
    const one = await completedSession(service, clinic);
    const event = { category: 'headache', grade: 2, description: 'Two hours, paracetamol', causality: 'probable', expectedness: 'expected', action: 'intensity-reduced', outcome: 'recovered', occurredAt: '2030-03-04T08:30:00-05:00' };
    const answer = await report(one, event);
    expect(expectStatus(answer, 201)).toEqual({
      ...event, id: expect.any(String), sessionId: one.sessionId, courseId: one.courseId, patientId: one.patientId, serious: false,
      occurredAt: '2030-03-04T13:30:00.000Z', recordedAt: service.clock.now(), recordedBy: clinic.staff.operator.id, circumstances: null,
    });
    expect(expectStatus(await clinician().get(answer.headers['location']!), 200)).toEqual(answer.body);
    expect(expectStatus(await clinician().get(`/v1/sessions/${one.sessionId}/adverse-events`), 200).items).toEqual([answer.body]);
    expect([await alerts(), await holdsOf(one.courseId)]).toEqual([[], []]);
  });

  it('is not for the eyes or hands of the front desk', async () => {
    const one = await bookedSession(service, clinic);
    for (const send of [clinic.as('front-desk').get(`/v1/sessions/${one.sessionId}/adverse-events`), clinic.as('front-desk').post(`/v1/sessions/${one.sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'x' })]) {
      expectStatus(await send, 403);
    }
  });

  it.each([
    [{ category: 'bad-mood' }, '/category'],
    [{ grade: 0 }, '/grade'],
    [{ grade: 6 }, '/grade'],
    [{ description: undefined }, '/description'],
    [{ occurredAt: '2030-03-04T14:00:00.001Z' }, '/occurredAt'],
    [{ occurredAt: '2030-03-04' }, '/occurredAt'],
    [{ causality: 'sure' }, '/causality'],
    [{ severity: 2 }, '/severity'],
  ])('is refused with a pointer: %j', async (change, pointer) => {
    const one = await bookedSession(service, clinic);
    const answer = await report(one, { category: 'headache', ...change });
    expect([answer.status, answer.body.errors.map((fault: Json) => fault.pointer)]).toEqual([400, [pointer]]);
    expect(expectStatus(await clinician().get(`/v1/sessions/${one.sessionId}/adverse-events`), 200).items).toEqual([]);
  });
});

describe('at once', () => {
  it('a seizure stops every course of the patient, and one clinician alone lets nothing start', async () => {
    const one = await sessionInProgress(service, clinic);
    const other = await prescribed(clinic, one.patientId, { protocolCode: 'ldlpfc-hf10-oreardon-2007', category: 'depression', icd10: 'F33.2', side: null });
    await activate(clinic, other.courseId);
    await measureThreshold(service, clinic, other.courseId);
    const next = await booked(service, clinic, other.courseId, { startsAt: '2030-03-04T14:30:00Z', kind: 'follow-up' });

    expect(expectStatus(await report(one, { category: 'seizure', grade: 3, description: 'Generalised, 40 seconds', serious: false }), 201).serious).toBe(true);
    expect([await holdsOf(one.courseId), await holdsOf(other.courseId), await alerts()]).toEqual([['seizure'], ['seizure'], ['seizure critical']]);
    expectStatus(await operator().post(`/v1/sessions/${next.id}/check-in`, { answers: await routineDay(clinic) }), 200);
    const start = () => operator().post(`/v1/sessions/${next.id}/start`, {});
    expect(expectStatus(await start(), 409)).toMatchObject({ code: 'on-hold', holds: [{ code: 'seizure' }] });
    const [{ id }] = (await clinician().get(`/v1/courses/${other.courseId}`)).body.holds;
    expect(expectStatus(await clinician().post(`/v1/courses/${other.courseId}/holds/${id}/release`, { note: 'Fine again' }), 409).code).toBe('stimulation-locked');
  });

  it('a first faint asks for a decision, a second one stops', async () => {
    const one = await sessionInProgress(service, clinic);
    expectStatus(await report(one, { category: 'syncope' }), 201);
    expect([await holdsOf(one.courseId), await alerts()]).toEqual([[], ['syncope warning']]);
    expectStatus(await report(one, { category: 'syncope' }), 201);
    expect([await holdsOf(one.courseId), await alerts()]).toEqual([['syncope'], ['syncope critical', 'syncope warning']]);
  });

  it.each([
    ['tinnitus', 1, ['tinnitus'], ['adverse-event warning']],
    ['hearing-change', 1, ['hearing-change'], ['adverse-event warning']],
    ['mania-switch', 2, [], ['adverse-event warning']],
    ['suicidality', 2, [], ['suicidality critical']],
    ['scalp-burn', 2, [], []],
    ['scalp-burn', 3, [], ['adverse-event warning']],
  ])('%s of grade %i', async (category, grade, holds, raised) => {
    const one = await sessionInProgress(service, clinic);
    expectStatus(await report(one, { category, grade }), 201);
    expect([await holdsOf(one.courseId), await alerts()]).toEqual([holds, raised]);
  });
});
