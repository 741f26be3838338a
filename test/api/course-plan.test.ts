import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, completedSession, courseReadyToStart, DEPRESSION_PROTOCOL, doseAsPrescribed, draftCourse, newPatient, preparedPatient, prescribed, routineDay } from '../support/world.js';

describe('the plan of a course', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const post = (path: string, body: Json, role: 'clinician' | 'operator' | 'front-desk' = 'clinician') => clinic.as(role).post(path, body);

  it('climbs to the prescribed intensity, and is never delivered above the step of the day', async () => {
    const { courseId } = await courseReadyToStart(service, clinic, { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null });
    const ramp = [{ fromSession: 1, intensityPercentRmt: 90 }, { fromSession: 2, intensityPercentRmt: 110 }];
    expect(expectStatus(await post(`/v1/courses/${courseId}/ramp`, { ramp, reason: 'Comfort in the first days.' }), 200).ramp).toEqual(ramp);
    const { id } = await booked(service, clinic, courseId);
    expectStatus(await post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }, 'operator'), 200);
    const started = expectStatus(await post(`/v1/sessions/${id}/start`, {}, 'operator'), 200);
    expect(started.prescribed).toMatchObject({ intensityPercentRmt: 90, outputPercentMso: 48 });
    const above = { ...doseAsPrescribed(started), intensityPercentRmt: 91 };
    expect(expectStatus(await post(`/v1/sessions/${id}/complete`, { delivered: above }, 'operator'), 422).code).toBe('dose-above-prescription');
    expectStatus(await post(`/v1/sessions/${id}/complete`, { delivered: doseAsPrescribed(started) }, 'operator'), 200);
  });

  it.each<[Json[], string]>([
    [[{ fromSession: 2, intensityPercentRmt: 70 }], '/ramp/0/fromSession'],
    [[{ fromSession: 1, intensityPercentRmt: 81 }], '/ramp/0/intensityPercentRmt'],
    [[{ fromSession: 1, intensityPercentRmt: 70 }, { fromSession: 1, intensityPercentRmt: 80 }], '/ramp/1/fromSession'],
  ])('has no ramp %j', async (ramp, pointer) => {
    const { courseId } = await draftCourse(service, clinic);
    expect(expectStatus(await post(`/v1/courses/${courseId}/ramp`, { ramp, reason: 'because' }), 400).errors[0].pointer).toBe(pointer);
  });

  it('is extended with a reason, by a clinician, while it runs', async () => {
    const { courseId } = await draftCourse(service, clinic);
    const more = { sessions: 10, reason: 'Half better at session 15.' };
    expectStatus(await post(`/v1/courses/${courseId}/extend`, more), 409);
    const running = await activeCourse(service, clinic);
    expectStatus(await post(`/v1/courses/${running.courseId}/extend`, more, 'operator'), 403);
    expect(expectStatus(await post(`/v1/courses/${running.courseId}/extend`, more), 200)).toMatchObject({ progress: { sessionsPlanned: 25 }, extensions: [{ ...more, givenBy: clinic.staff.clinician.id }] });
    expect(expectStatus(await post(`/v1/courses/${running.courseId}/extend`, { sessions: 20, reason: 'more' }), 200).progress.sessionsPlanned).toBe(45);
    const planned = expectStatus(await post(`/v1/courses/${running.courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'skip', dryRun: true }), 200);
    expect(planned.sessions.length + planned.unplaced.length).toBe(45);
  });

  it('asks for a word on a current, and on an anode over the wrong side', async () => {
    const { courseId } = await draftCourse(service, clinic, { protocolCode: 'tdcs-m1-2ma-fregni-2006', side: 'left' });
    const { missing } = expectStatus(await post(`/v1/courses/${courseId}/activate`, {}), 409);
    expect(missing).toMatchObject([{ code: 'safety-finding-unanswered', rule: 'tdcs-anode-side' }]);
    const right = await draftCourse(service, clinic, { protocolCode: 'tdcs-m1-2ma-fregni-2006', side: 'right' });
    expectStatus(await post(`/v1/courses/${right.courseId}/activate`, {}), 200);
  });

  it('of neurofeedback asks for a word where slow waves are rewarded after a seizure, and on an electrode over the wrong side', async () => {
    const training = { site: 'C4', bands: [{ lowHz: 4, highHz: 8, direction: 'reward' }], rounds: 10, roundMinutes: 3, pauseMinutes: 1 };
    const content = { modality: 'neurofeedback', targetRegion: 'M1', hemisphere: 'left', stimulation: null, training, sessionMinutes: 45, phases: [{ name: 'training', sessions: 20, sessionsPerWeek: 2, sessionsPerDay: 1 }], indications: ['fibromyalgia'], evidence: { citation: 'Kayiran 2010' } };
    const { id } = expectStatus(await post('/v1/protocols', { code: 'theta-up', name: 'Theta up', ...content }), 201);
    expectStatus(await post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
    const { courseId, patientId } = await draftCourse(service, clinic, { protocolCode: 'theta-up', category: 'fibromyalgia', icd10: 'M79.7', screening: { seizure: true } });
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}/screenings`), 200);
    expectStatus(await post(`/v1/patients/${patientId}/screenings/${items[0].id}/review`, { decision: 'cleared', rationale: 'A febrile fit at two.' }), 200);
    const { missing } = expectStatus(await post(`/v1/courses/${courseId}/activate`, {}), 409);
    expect(missing.map(({ rule }: Json) => rule)).toEqual(['neurofeedback-slow-waves', 'neurofeedback-site-side']);
    const overrides = missing.map(({ rule }: Json) => ({ rule, rationale: 'Discussed.' }));
    expect(expectStatus(await post(`/v1/courses/${courseId}/activate`, { overrides }), 200)).toMatchObject({ status: 'active', parameters: null, training });
  });

  describe('beside the stimulation', () => {
    const add = async (courseId: string, adjunct: Json) => expectStatus(await post(`/v1/courses/${courseId}/adjuncts`, { plan: 'as agreed', startedOn: '2030-03-04', ...adjunct }), 201);

    it('has schedule, provider, attendance, and says what is known of the timing', async () => {
      const { courseId } = await activeCourse(service, clinic);
      const exercise = await add(courseId, { kind: 'physical-therapy', provider: 'Ms Vance', schedule: { sessionsPerWeek: 2, weekdays: [2, 4] }, timing: { relation: 'before' } });
      expect(exercise).toMatchObject({ provider: 'Ms Vance', schedule: { sessionsPerWeek: 2, weekdays: [2, 4] }, block: null, attendance: { attended: 0, missed: 0 }, findings: [{ rule: 'adjunct-exercise-before', severity: 'warn' }] });
      const path = `/v1/courses/${courseId}/adjuncts/${exercise.id}`;
      expectStatus(await post(`${path}/attendances`, { onDate: '2030-03-05', attended: true, minutes: 45 }, 'operator'), 400);
      expectStatus(await post(`${path}/attendances`, { onDate: '2030-03-04', attended: true, minutes: 45 }, 'operator'), 201);
      expectStatus(await post(`${path}/attendances`, { onDate: '2030-03-07', attended: false }, 'operator'), 201);
      expect(expectStatus(await post(`${path}/attendances`, { onDate: '2030-03-01', attended: false }, 'operator'), 400).errors[0].pointer).toBe('/onDate');
      expect(expectStatus(await clinic.as('operator').get(path), 200).attendance).toEqual({ attended: 1, missed: 1 });
      expect(expectStatus(await clinic.as('operator').get(`${path}/attendances`), 200).items).toHaveLength(2);
      expectStatus(await clinic.as('front-desk').get(`${path}/attendances`), 403);
    });

    it('has one entry for an appointment, which is corrected or struck out, and never rewritten', async () => {
      const { courseId } = await activeCourse(service, clinic);
      const { id } = await add(courseId, { kind: 'physical-therapy' });
      const path = `/v1/courses/${courseId}/adjuncts/${id}/attendances`;
      const enter = (body: Json) => post(path, { onDate: '2030-03-04', attended: true, ...body }, 'operator');
      const first = expectStatus(await enter({ minutes: 45 }), 201);
      expect(expectStatus(await enter({ attended: false }), 409).code).toBe('attendance-recorded');
      expectStatus(await enter({ at: '17:30' }), 201);
      expect((await Promise.all([enter({ at: '19:00' }), enter({ at: '19:00' })])).map(({ status }) => status).sort()).toEqual([201, 409]);

      const corrected = expectStatus(await post(`${path}/${first.id}/correct`, { attended: false, minutes: null, reason: 'She rang to say she was ill.' }, 'operator'), 200);
      expect(corrected).toMatchObject({ onDate: '2030-03-04', attended: false, minutes: null, corrects: first.id, struckOut: null });
      expect(expectStatus(await clinic.as('operator').get(`${path}/${first.id}`), 200)).toMatchObject({ attended: true, minutes: 45, struckOut: { by: clinic.staff.operator.id, reason: 'She rang to say she was ill.' } });
      expect(expectStatus(await post(`${path}/${first.id}/correct`, { reason: 'twice' }, 'operator'), 409).code).toBe('wrong-state');
      expect(expectStatus(await post(`${path}/${corrected.id}/correct`, { at: '17:30', reason: 'it was the later one' }, 'operator'), 409).code).toBe('attendance-recorded');
      expect(expectStatus(await clinic.as('operator').get(`${path}/${corrected.id}`), 200).struckOut).toBeNull();
      expect(expectStatus(await post(`${path}/${corrected.id}/strike-out`, { reason: 'another patient' }, 'operator'), 200).struckOut).toMatchObject({ reason: 'another patient' });
      expect(expectStatus(await clinic.as('operator').get(`/v1/courses/${courseId}/adjuncts/${id}`), 200).attendance).toEqual({ attended: 2, missed: 0 });
      expectStatus(await post(`${path}/${corrected.id}/strike-out`, { reason: 'again' }, 'front-desk'), 403);

      const client = new pg.Client(service.databaseOfTest.superuserUrl);
      await client.connect();
      await client.query('set role tms_service');
      await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
      for (const change of [`attended = not attended`, `struck_at = null, struck_by = null, struck_because = null`, `struck_because = 'otherwise'`]) {
        await expect(client.query(`update adjunct_attendances set ${change} where id = $1`, [first.id])).rejects.toMatchObject({ code: '42501' });
      }
      await client.end();
    });

    it('holds a course that runs until a clinician answers for a current added to it, unless it comes with the answer', async () => {
      const holdsOf = async (courseId: string): Promise<string[]> => expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}`), 200).holds.map(({ code }: Json) => code);
      const { courseId } = await activeCourse(service, clinic);
      await add(courseId, { kind: 'cbt' });
      expect(await holdsOf(courseId)).toEqual([]);
      await add(courseId, { kind: 'tdcs', timing: { relation: 'before' } });
      expect(await holdsOf(courseId)).toEqual(['combination']);
      const other = await activeCourse(service, clinic);
      await add(other.courseId, { kind: 'tdcs', timing: { relation: 'before' }, overrides: [{ rule: 'adjunct-tdcs', rationale: 'Cathodal priming, consented today.' }] });
      expect(await holdsOf(other.courseId)).toEqual([]);
      expect(expectStatus(await clinic.as('clinician').get(`/v1/courses/${other.courseId}`), 200).overrides.map(({ rule }: Json) => rule)).toContain('adjunct-tdcs');
    });

    it('plans a current or neurofeedback of the same day as a block with order and pause', async () => {
      const { courseId } = await draftCourse(service, clinic);
      expect(await add(courseId, { kind: 'neurofeedback', timing: { relation: 'after', gapMinutes: 20 } })).toMatchObject({ block: { order: ['stimulation', 'adjunct'] }, findings: [{ rule: 'adjunct-neurofeedback-gap' }] });
      expect(await add(courseId, { kind: 'tdcs', timing: { relation: 'before' } })).toMatchObject({ block: { order: ['adjunct', 'stimulation'], gapMinutes: { minimum: 0, maximum: 10 } }, findings: [{ rule: 'adjunct-tdcs', severity: 'override' }] });
      const { missing } = expectStatus(await post(`/v1/courses/${courseId}/activate`, { overrides: [{ rule: 'S05', rationale: 'as published' }] }), 409);
      expect(missing.map(({ rule }: Json) => rule)).toEqual(['adjunct-tdcs']);
      const overrides = ['S05', 'adjunct-tdcs'].map((rule) => ({ rule, rationale: 'Discussed, consented.' }));
      expect(expectStatus(await post(`/v1/courses/${courseId}/activate`, { overrides }), 200).status).toBe('active');
    });
  });

  it('counts down what the payer approved, and takes an extension', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const approved = expectStatus(await post(`/v1/courses/${courseId}/authorisations`, { payer: 'P', reference: 'R', sessionsApproved: 5, validFrom: '2030-03-01', validTo: '2030-03-17' }, 'front-desk'), 201);
    expect(approved).toMatchObject({ sessionsLeft: 5, daysLeft: 14, warnings: [{ code: 'few-sessions-left' }, { code: 'expires-soon' }] });
    const path = `/v1/courses/${courseId}/authorisations/${approved.id}/extend`;
    expect(expectStatus(await post(path, { validTo: '2030-03-10', reason: 'letter' }, 'front-desk'), 400).errors[0].pointer).toBe('/validTo');
    expectStatus(await post(path, { reason: 'letter' }, 'front-desk'), 400);
    expect(expectStatus(await post(path, { sessions: 10, validTo: '2030-04-30', reason: 'letter of 4 March' }, 'front-desk'), 200)).toMatchObject({ sessionsApproved: 15, sessionsLeft: 15, warnings: [] });
  });

  it('stands alone for its modality unless a clinician says why; another modality is free', async () => {
    const { patientId } = await activeCourse(service, clinic);
    const second = await prescribed(clinic, patientId);
    const answered = [{ rule: 'S05', rationale: 'as published' }];
    expect(expectStatus(await post(`/v1/courses/${second.courseId}/activate`, { overrides: answered }), 409).missing).toMatchObject([{ code: 'another-course-active' }]);
    expectStatus(await post(`/v1/courses/${second.courseId}/activate`, { overrides: [...answered, { rule: 'another-course-active', rationale: 'Two pains, two targets.' }] }), 200);
    const itbs = await prescribed(clinic, patientId, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null });
    expectStatus(await post(`/v1/courses/${itbs.courseId}/activate`, {}), 200);
  });

  describe('the dose ledger', () => {
    const consent = async (at: TestClinic, patientId: string) =>
      expectStatus(await at.as('clinician').post(`/v1/patients/${patientId}/consents`, { kind: 'data-sharing', signedAt: service.clock.now(), documentVersion: '1', signedBy: 'R. Example' }), 201);
    const ledger = async (at: TestClinic, patientId: string) => expectStatus(await at.as('clinician').get(`/v1/patients/${patientId}/dose-ledger`), 200);

    it('sums every course, and other clinics’ only while the patient consents here and there', async () => {
      const other = await service.newClinic();
      const here = await completedSession(service, clinic);
      const person = { givenName: 'Lédger', familyName: 'Sharing', birthDate: '1960-02-03', sexAtBirth: 'male' };
      expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${here.patientId}`, person), 200);
      const there = await newPatient(other, { ...person, givenName: 'LEDGER' });
      expect(await ledger(clinic, here.patientId)).toMatchObject({ total: { sessions: 1, pulses: 3000 }, courses: [{ courseId: here.courseId, sessions: 1 }], elsewhere: [] });
      const given = await consent(clinic, here.patientId);
      expect((await ledger(other, there)).elsewhere).toEqual([]);
      await consent(other, there);
      expect(await ledger(other, there)).toMatchObject({ total: { sessions: 1, pulses: 3000 }, courses: [], elsewhere: [{ modality: 'rtms', sessions: 1, pulses: 3000 }] });
      expect((await ledger(other, await preparedPatient(service, other))).elsewhere).toEqual([]);
      expectStatus(await clinic.as('front-desk').get(`/v1/patients/${here.patientId}/dose-ledger`), 403);
      expectStatus(await clinic.as('clinician').post(`/v1/patients/${here.patientId}/consents/${given.id}/withdraw`, {}), 200);
      expect((await ledger(other, there)).elsewhere).toEqual([]);
    });

    it('shows the service no row of another clinic without the person’s key', async () => {
      const client = new pg.Client(service.databaseOfTest.superuserUrl);
      await client.connect();
      const { rows: all } = await client.query('select clinic_id from shared_doses');
      expect(all.length).toBeGreaterThan(0);
      await client.query('set role tms_service');
      expect((await client.query('select 1 from shared_doses')).rows).toEqual([]);
      await client.end();
    });
  });
});
