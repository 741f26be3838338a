import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, bookedSession, draftCourse, TEN_A_DAY_PROTOCOL, type ActiveCourse } from '../support/world.js';

/** Tuesday; the clock of the tests stands on Monday, 09:00 in New York. */
const TUESDAY_AT_TEN = '2030-03-05T15:00:00.000Z';
const at = (time: string): string => new Date(`2030-03-05T${time}:00-05:00`).toISOString();

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const desk = () => clinic.as('front-desk');
const book = (course: ActiveCourse, changes: Json = {}) => desk().post('/v1/sessions', { courseId: course.courseId, kind: 'treatment', startsAt: TUESDAY_AT_TEN, ...changes });
const move = (sessionId: string, changes: Json) => desk().post(`/v1/sessions/${sessionId}/reschedule`, { reason: 'Another time', ...changes });

describe('booking a session', () => {
  it('assigns device, room, operator, number and length', async () => {
    const course = await activeCourse(service, clinic);
    const answer = await book(course);
    expect(expectStatus(answer, 201)).toEqual({
      id: expect.any(String), courseId: course.courseId, patientId: course.patientId, kind: 'treatment', sequence: 1, status: 'scheduled',
      startsAt: TUESDAY_AT_TEN, endsAt: '2030-03-05T15:15:00.000Z', deviceId: clinic.devices[0], roomId: clinic.rooms[0], operatorId: expect.any(String), movedFrom: null, cancelledLate: false, overlaps: false, warnings: [], frozen: false,
    });
    expect(answer.headers['location']).toBe(`/v1/sessions/${answer.body.id}`);
    expect((await book(course, { startsAt: '2030-03-06T15:00:00Z' })).body.sequence).toBe(2);
  });

  it('takes what is named, and leaves nothing clinical to the front desk', async () => {
    const course = await activeCourse(service, clinic);
    const wish = { deviceId: clinic.devices[1], roomId: clinic.rooms[1], operatorId: clinic.staff.operator2.id };
    const session = expectStatus(await book(course, { ...wish, durationMinutes: 45 }), 201);
    expect(session).toMatchObject({ ...wish, endsAt: '2030-03-05T15:45:00.000Z' });
    const seen = expectStatus(await clinic.as('clinician').get(`/v1/sessions/${session.id}`), 200);
    expect(seen).toMatchObject({ prescribed: { totalPulses: 3000, outputPercentMso: null }, phase: 'induction', check: null });
    const clinical = Object.keys(seen).filter((field) => !(field in session));
    expect(clinical).toEqual(expect.arrayContaining(['prescribed', 'delivered', 'tolerability', 'check', 'signatures', 'addenda']));
    for (const answer of [await desk().get(`/v1/sessions/${session.id}`), await desk().get('/v1/sessions'), await desk().post(`/v1/sessions/${session.id}/cancel`, { reason: 'Ill' })]) {
      for (const field of clinical) expect(answer.text).not.toContain(`"${field}"`);
    }
  });

  it('gives mapping and follow-up visits no number and no dose, and does not count them as treatments of the day', async () => {
    const course = await activeCourse(service, clinic);
    for (const [kind, time] of [['mapping', '09:00'], ['treatment', '10:00'], ['follow-up', '11:00']]) expectStatus(await book(course, { kind, startsAt: at(time!) }), 201);
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/sessions?courseId=${course.courseId}`), 200);
    expect(items.map(({ kind, sequence, prescribed }: Json) => [kind, sequence, prescribed === null])).toEqual([['mapping', null, true], ['treatment', 1, false], ['follow-up', null, true]]);
  });

  it('warns beyond the plan and beyond what the payer approved, and books all the same', async () => {
    const course = await activeCourse(service, clinic, { protocolCode: 'm1-hf20-quesada-2020' });
    const approval = { payer: 'Example Health', reference: 'A-1', sessionsApproved: 3, validFrom: '2030-01-01', validTo: '2030-12-31' };
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${course.courseId}/authorisations`, approval), 201);
    const warnings: string[][] = [];
    for (const day of ['05', '06', '07', '08', '11']) {
      const session = expectStatus(await book(course, { startsAt: `2030-03-${day}T15:00:00Z` }), 201);
      warnings.push(session.warnings.map(({ code }: Json) => code));
    }
    expect(warnings).toEqual([[], [], [], ['beyond-authorisation'], ['beyond-authorisation', 'beyond-plan']]);
  });

  it('is for active courses', async () => {
    const draft = await draftCourse(service, clinic);
    expect(expectStatus(await book(draft), 409)).toMatchObject({ code: 'course-not-active', status: 409 });
    const course = await activeCourse(service, clinic);
    const session = expectStatus(await book(course), 201);
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${course.courseId}/pause`, {}), 200);
    expect((await book(course, { startsAt: '2030-03-06T15:00:00Z' })).body.code).toBe('course-not-active');
    expect((await move(session.id, { startsAt: '2030-03-06T15:00:00Z' })).body.code).toBe('course-not-active');
    expectStatus(await desk().post(`/v1/sessions/${session.id}/cancel`, { reason: 'Paused' }), 200);
  });

  it('answers 404 for whatever is another clinic’s or nobody’s', async () => {
    const other = await service.newClinic();
    const [course, elsewhere] = [await activeCourse(service, clinic), await activeCourse(service, other)];
    const theirs = await booked(service, other, elsewhere.courseId, { startsAt: TUESDAY_AT_TEN });
    expectStatus(await book(elsewhere), 404);
    for (const wish of [{ deviceId: other.devices[0] }, { roomId: other.rooms[0] }, { operatorId: other.staff.operator.id }, { deviceId: course.courseId }, { operatorId: clinic.staff.clinician.id }]) {
      expectStatus(await book(course, wish), 404);
      expectStatus(await desk().post(`/v1/courses/${course.courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'skip', ...wish }), 404);
    }
    const span = `from=${at('08:00')}&to=${at('18:00')}`;
    for (const query of [`courseId=${elsewhere.courseId}`, `courseId=${course.courseId}&deviceId=${other.devices[0]}`, `durationMinutes=30&modality=rtms&operatorId=${other.staff.operator.id}`]) {
      expectStatus(await desk().get(`/v1/availability?${span}&${query}`), 404);
    }
    expectStatus(await desk().post(`/v1/courses/${elsewhere.courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'skip' }), 404);
    for (const move_ of ['reschedule', 'cancel', 'no-show']) expectStatus(await desk().post(`/v1/sessions/${theirs.id}/${move_}`, { startsAt: TUESDAY_AT_TEN, reason: 'x' }), 404);
    expectStatus(await desk().get(`/v1/sessions/${theirs.id}`), 404);
    expect((await desk().get('/v1/sessions')).body.items).toEqual([]);
  });

  it('is not for the past, but for a few minutes', async () => {
    const course = await activeCourse(service, clinic);
    const answer = await book(course, { startsAt: '2030-03-04T13:54:59Z' });
    expect([answer.status, answer.body.errors]).toEqual([400, [expect.objectContaining({ pointer: '/startsAt', code: 'in-the-past' })]]);
    expectStatus(await book(course, { startsAt: '2030-03-04T13:55:00Z' }), 201);
  });

  it.each([
    [{ startsAt: undefined }, '/startsAt'],
    [{ startsAt: '2030-03-05T10:00:00' }, '/startsAt'],
    [{ startsAt: '2030-02-30T10:00:00Z' }, '/startsAt'],
    [{ kind: 'surgery' }, '/kind'],
    [{ durationMinutes: 4 }, '/durationMinutes'],
    [{ durationMinutes: 241 }, '/durationMinutes'],
    [{ durationMinutes: 20.5 }, '/durationMinutes'],
    [{ courseId: undefined }, '/courseId'],
    [{ courseId: 7 }, '/courseId'],
    [{ device: 'x' }, '/device'],
  ])('points at what is wrong in %j', async (change, pointer) => {
    const answer = await book({ courseId: clinic.id } as ActiveCourse, change);
    expect([answer.status, answer.body.errors.map((fault: Json) => fault.pointer)]).toEqual([400, [pointer]]);
  });
});

describe('moving a session', () => {
  it('keeps device and operator where it can, and tells where it stood', async () => {
    const { session, sessionId } = await bookedSession(service, clinic, {}, { startsAt: TUESDAY_AT_TEN, deviceId: clinic.devices[1], operatorId: clinic.staff.operator2.id });
    const moved = expectStatus(await move(sessionId, { startsAt: '2030-03-06T16:00:00Z' }), 200);
    expect(moved).toMatchObject({ id: sessionId, startsAt: '2030-03-06T16:00:00.000Z', endsAt: '2030-03-06T16:15:00.000Z', deviceId: session.deviceId, operatorId: session.operatorId, movedFrom: TUESDAY_AT_TEN, sequence: 1 });
    expect((await clinic.as('clinician').get(`/v1/sessions/${sessionId}`)).body.statusReason).toBe('Another time');
  });

  it('never stands in its own way', async () => {
    const clinicOfOne = (clinic = await service.newClinic({ devices: 1, rooms: 1 }));
    const { sessionId } = await bookedSession(service, clinicOfOne, { protocolCode: TEN_A_DAY_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null }, { startsAt: TUESDAY_AT_TEN });
    expect(expectStatus(await move(sessionId, { startsAt: at('10:05') }), 200).startsAt).toBe(at('10:05'));
    expect(expectStatus(await move(sessionId, { startsAt: at('10:00') }), 200).startsAt).toBe(at('10:00'));
  });

  it('loses nothing when the new time does not work', async () => {
    const [first, second] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const [mine, theirs] = [(await book(first)).body, (await book(second, { startsAt: at('11:00'), deviceId: clinic.devices[0] })).body];
    const refused = await move(mine.id, { startsAt: at('11:10'), deviceId: clinic.devices[0] });
    expect(expectStatus(refused, 409)).toMatchObject({ code: 'slot-taken', conflicts: [{ resource: 'device', id: clinic.devices[0], startsAt: theirs.startsAt, endsAt: at('11:25') }] });
    expect((await desk().get(`/v1/sessions/${mine.id}`)).body).toEqual(mine);
    expect((await book(await activeCourse(service, clinic), { deviceId: mine.deviceId })).body.code).toBe('slot-taken');
  });

  it('is for sessions that are still to come, into the time to come', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: TUESDAY_AT_TEN });
    expect((await move(sessionId, { startsAt: '2030-03-04T13:00:00Z' })).body.errors[0]).toMatchObject({ pointer: '/startsAt', code: 'in-the-past' });
    expect((await move(sessionId, { startsAt: at('11:00'), reason: undefined })).body.errors[0].pointer).toBe('/reason');
    expectStatus(await desk().post(`/v1/sessions/${sessionId}/cancel`, { reason: 'Ill' }), 200);
    expect((await move(sessionId, { startsAt: at('11:00') })).body.code).toBe('wrong-state');
  });
});

describe('giving up a session', () => {
  it('frees a cancelled time at once, for everything that it took', async () => {
    clinic = await service.newClinic({ devices: 1, rooms: 1 });
    const [first, second] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const { id } = expectStatus(await book(first), 201);
    expect((await book(second)).body.code).toBe('slot-taken');
    expect(expectStatus(await desk().post(`/v1/sessions/${id}/cancel`, { reason: 'Ill' }), 200)).toMatchObject({ status: 'cancelled' });
    expectStatus(await book(second), 201);
    expect((await book(first, { startsAt: at('11:00') })).body.sequence).toBe(1);
    expect((await desk().post(`/v1/sessions/${id}/cancel`, { reason: 'Ill' })).body.code).toBe('wrong-state');
  });

  it('marks a patient as missing once the time has come, not before', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-04T14:30:00Z' });
    expect((await desk().post(`/v1/sessions/${sessionId}/no-show`, {})).body.code).toBe('wrong-state');
    service.clock.advanceMinutes(30);
    expect(expectStatus(await desk().post(`/v1/sessions/${sessionId}/no-show`, {}), 200)).toMatchObject({ status: 'no-show' });
    service.clock.advanceMinutes(-30);
  });

  it('needs a reason', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: TUESDAY_AT_TEN });
    expect((await desk().post(`/v1/sessions/${sessionId}/cancel`, {})).body.errors[0].pointer).toBe('/reason');
    expect((await desk().get(`/v1/sessions/${sessionId}`)).body.status).toBe('scheduled');
  });
});

describe('a course that ends', () => {
  it.each(['complete', 'discontinue'])('(%s) gives its booked time back, in the same step', async (how) => {
    const { courseId, sessionId } = await bookedSession(service, clinic, {}, { startsAt: TUESDAY_AT_TEN });
    const later = await booked(service, clinic, courseId, { startsAt: '2030-03-06T15:00:00.000Z', deviceId: clinic.devices[0] });
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/${how}`, { reason: 'Moved away' }), 200);
    for (const id of [sessionId, later.id]) {
      expect(expectStatus(await clinic.as('clinician').get(`/v1/sessions/${id}`), 200)).toMatchObject({ status: 'cancelled' });
    }
    const other = await activeCourse(service, clinic);
    expectStatus(await book(other, { startsAt: '2030-03-06T15:00:00.000Z', deviceId: clinic.devices[0] }), 201);
    const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=session.cancelled&limit=200'), 200);
    expect(items.map(({ subjectId }: Json) => subjectId)).toEqual(expect.arrayContaining([sessionId, later.id]));
  });
});
