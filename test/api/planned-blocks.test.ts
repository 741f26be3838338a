import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activate, activeCourse, courseReadyToStart, prescribed, routineDay } from '../support/world.js';

describe('a part of the plan on the day of a treatment', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const TDCS = { kind: 'tdcs', plan: '2 mA, C3 to Fp2', startedOn: '2030-03-01', timing: { relation: 'before', gapMinutes: 5 }, schedule: { sessionsPerWeek: 5, durationMinutes: 20 } };
  const add = async (courseId: string, changes: Json = {}) => expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/adjuncts`, { ...TDCS, ...changes }), 201);
  const book = (courseId: string, startsAt: string, more: Json = {}) => clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt, ...more });

  /** Of the same patient, so that it counts to no treatments of the day. */
  const visit = (courseId: string, startsAt: string, durationMinutes = 10) => book(courseId, startsAt, { kind: 'follow-up', durationMinutes });

  /** What the clinic has, as a booking of another course would meet it. */
  const otherCourse = async (patientId: string): Promise<string> => {
    const { courseId } = await prescribed(clinic, patientId, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null });
    await activate(clinic, courseId);
    return courseId;
  };

  it('keeps patient, room and operator for it, in its order and with its pause', async () => {
    const { courseId, patientId } = await activeCourse(service, clinic);
    const other = await otherCourse(patientId);
    const [room, operator] = [clinic.rooms[1] ?? '', clinic.staff.operator2.id];
    expect(await add(courseId, { roomId: room, operatorId: operator })).toMatchObject({ roomId: room, operatorId: operator, deviceId: null, block: { order: ['adjunct', 'stimulation'], gapMinutes: { minimum: 5 }, reservedMinutes: 20 } });
    const session = expectStatus(await book(courseId, '2030-03-05T15:00:00Z', { roomId: clinic.rooms[0], operatorId: clinic.staff.operator.id }), 201);
    expect(session).toMatchObject({ startsAt: '2030-03-05T15:00:00.000Z' });

    // The current runs from 14:35 to 14:55.
    expect(expectStatus(await visit(other, '2030-03-05T14:30:00Z'), 409).conflicts).toMatchObject([{ resource: 'patient', startsAt: '2030-03-05T14:35:00.000Z' }]);
    const { courseId: stranger } = await activeCourse(service, clinic);
    expect(expectStatus(await book(stranger, '2030-03-05T14:40:00Z', { roomId: room }), 409)).toMatchObject({ code: 'slot-taken', conflicts: [{ resource: 'room', id: room }] });
    expect(expectStatus(await book(stranger, '2030-03-05T14:30:00Z', { operatorId: operator, durationMinutes: 15 }), 409).conflicts).toMatchObject([{ resource: 'operator', id: operator }]);
    // Before it, and with what it does not need, there is room.
    expectStatus(await visit(other, '2030-03-05T14:00:00Z'), 201);

    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${session.id}/reschedule`, { startsAt: '2030-03-05T20:00:00Z', reason: 'later' }), 200);
    expectStatus(await book(stranger, '2030-03-05T14:40:00Z', { roomId: room, operatorId: operator }), 201);
    expect(expectStatus(await book(stranger, '2030-03-06T19:40:00Z', { roomId: room }), 201)).toBeDefined();
    const { courseId: third } = await activeCourse(service, clinic);
    expect(expectStatus(await book(third, '2030-03-05T19:40:00Z', { roomId: room }), 409).code).toBe('slot-taken');
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${session.id}/cancel`, { reason: 'no' }), 200);
    expectStatus(await book(third, '2030-03-05T19:40:00Z', { roomId: room }), 201);
  });

  it('is kept by a whole course, and refuses a treatment around which it has no place', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const { id: device } = expectStatus(await clinic.as('admin').post('/v1/devices', { name: 'Current', manufacturer: 'M', model: 'D', modalities: ['tdcs', 'rtms'] }), 201);
    await add(courseId, { deviceId: device });
    // The clinic opens at 08:00: the current needs 25 minutes before.
    const planned = expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['08:00'], policy: 'skip', dryRun: true }), 200);
    expect(planned.sessions).toEqual([]);
    expect(planned.unplaced[0].reasons.map(({ code }: Json) => code)).toEqual(['outside-hours']);
    expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['10:00'], policy: 'all-or-nothing' }), 201);
    const { courseId: stranger } = await activeCourse(service, clinic);
    expect(expectStatus(await book(stranger, '2030-03-05T14:30:00Z', { deviceId: device }), 409).conflicts).toMatchObject([{ resource: 'device', id: device, startsAt: '2030-03-05T14:35:00.000Z' }]);
    const free = expectStatus(await clinic.as('front-desk').get(`/v1/availability?courseId=${courseId}&from=2030-03-05T13:00:00Z&to=2030-03-05T14:00:00Z`), 200).slots;
    expect(free.map(({ startsAt }: Json) => startsAt)).not.toContain('2030-03-05T13:15:00.000Z');
  });

  it('takes its room around what was booked before it was planned, where there is any', async () => {
    const { courseId, patientId } = await activeCourse(service, clinic);
    const other = await otherCourse(patientId);
    const [first, second] = [expectStatus(await book(courseId, '2030-03-05T15:00:00Z'), 201), expectStatus(await book(courseId, '2030-03-06T15:00:00Z'), 201)];
    expectStatus(await visit(other, '2030-03-06T14:40:00Z'), 201);
    const { id: adjunctId } = await add(courseId);
    const warnings = async ({ id }: Json): Promise<string[]> => expectStatus(await clinic.as('front-desk').get(`/v1/sessions/${id}`), 200).warnings.map(({ code }: Json) => code);
    // The first has its room at once; the second says that it lacks it, until it is made or the session is moved.
    expect(expectStatus(await visit(other, '2030-03-05T14:45:00Z', 5), 409).code).toBe('slot-taken');
    expect([await warnings(first), await warnings(second)]).toEqual([['on-hold'], ['plan-differs', 'on-hold']]);
    const reserve = async (body: Json) => expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/reserve-blocks`, body), 200);
    expect(await reserve({ dryRun: true })).toMatchObject({ reserved: [{ sessionId: first.id, blocks: [{ adjunctId, startsAt: '2030-03-05T14:35:00.000Z', endsAt: '2030-03-05T14:55:00.000Z' }] }], unreserved: [{ sessionId: second.id, reasons: [{ code: 'slot-taken' }] }] });
    const { items } = expectStatus(await clinic.as('front-desk').get(`/v1/sessions?courseId=${other}`), 200);
    for (const { id } of items) expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${id}/cancel`, { reason: 'makes room' }), 200);
    expect(await reserve({})).toMatchObject({ reserved: [{ sessionId: first.id }, { sessionId: second.id }], unreserved: [] });
    expect(await warnings(second)).toEqual(['on-hold']);
    expect(expectStatus(await visit(other, '2030-03-06T14:40:00Z'), 409).code).toBe('slot-taken');
    // Ended, it gives the room back.
    const path = `/v1/courses/${courseId}/adjuncts/${adjunctId}`;
    expectStatus(await clinic.as('clinician').patch(path, { endedOn: '2030-03-05' }), 200);
    expectStatus(await visit(other, '2030-03-06T14:40:00Z'), 201);
    expect((await reserve({})).reserved.map(({ blocks }: Json) => blocks.length)).toEqual([1, 0]);
    // Planned again where there is no room any more: moved, the session is by the plan.
    expectStatus(await clinic.as('clinician').patch(path, { endedOn: null }), 200);
    expect(await warnings(second)).toEqual(['plan-differs', 'on-hold']);
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${second.id}/reschedule`, { startsAt: '2030-03-06T20:00:00Z', reason: 'the other part' }), 200);
    expect(await warnings(second)).toEqual(['on-hold']);
  });

  it('is given by nobody who was trained for other treatments alone', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const operator = clinic.staff.operator2.id;
    await add(courseId, { operatorId: operator });
    expectStatus(await clinic.as('admin').post(`/v1/staff/${operator}/competences`, { modality: 'rtms' }), 201);
    expect(expectStatus(await book(courseId, '2030-03-05T15:00:00Z'), 409).code).toBe('operator-not-qualified');
    expectStatus(await clinic.as('admin').post(`/v1/staff/${operator}/competences`, { modality: 'tdcs' }), 201);
    expectStatus(await book(courseId, '2030-03-05T15:00:00Z'), 201);
  });

  it('is told to whoever checks the patient in', async () => {
    const { courseId } = await courseReadyToStart(service, clinic);
    await add(courseId, { timing: { relation: 'after', gapMinutes: 15 }, kind: 'physical-therapy', provider: 'Ms Vance' });
    const { id } = expectStatus(await book(courseId, service.clock.now()), 201);
    const { today } = expectStatus(await clinic.as('operator').post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
    expect(today.otherParts).toMatchObject([{ kind: 'physical-therapy', position: 'after', gapMinutes: 15 }]);
  });

  it('names nothing that the clinic does not have', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const elsewhere = await service.newClinic();
    for (const place of [{ roomId: elsewhere.rooms[0] }, { deviceId: elsewhere.devices[0] }, { operatorId: elsewhere.staff.operator.id }, { operatorId: clinic.staff['front-desk'].id }]) {
      expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/adjuncts`, { ...TDCS, ...place }), 404);
    }
  });
});
