import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked } from '../support/world.js';

const at = (time: string, date = '2030-03-05'): string => new Date(`${date}T${time}:00-05:00`).toISOString();

clinicForEachTest();

const desk = () => clinic.as('front-desk');
const book = (courseId: string, changes: Json, who: 'front-desk' | 'clinician' = 'front-desk') => clinic.as(who).post('/v1/sessions', { courseId, kind: 'treatment', ...changes });
const reserve = (courseId: string, changes: Json = {}) => desk().post('/v1/reservations', { courseId, kind: 'treatment', startsAt: at('10:00'), ...changes });

describe('a reservation', () => {
  it('keeps device, room and operator from everybody until it is booked in its own place', async () => {
    const [one, two, three] = [await activeCourse(service, clinic), await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const kept = expectStatus(await reserve(one.courseId, { deviceId: clinic.devices[1] }), 201);
    expect(kept).toMatchObject({ status: 'open', expiresAt: '2030-03-04T14:10:00.000Z', sessionId: null });
    expect((await book(two.courseId, { startsAt: at('10:10'), deviceId: clinic.devices[1] })).body.code).toBe('slot-taken');
    expectStatus(await book(two.courseId, { startsAt: at('10:00') }), 201);
    expect((await book(three.courseId, { startsAt: at('10:00') })).body.code).toBe('slot-taken');
    const lane = expectStatus(await desk().get('/v1/day-board?date=2030-03-05'), 200).utilisation.find(({ deviceId }: Json) => deviceId === clinic.devices[1]);
    expect(lane.reserved.map(({ startsAt }: Json) => startsAt)).toEqual([at('10:00')]);
    const session = expectStatus(await desk().post(`/v1/reservations/${kept.id}/book`), 200);
    expect(session).toMatchObject({ startsAt: kept.startsAt, deviceId: kept.deviceId, roomId: kept.roomId, operatorId: kept.operatorId, sequence: 1, overlaps: false });
    expect(expectStatus(await desk().get(`/v1/reservations/${kept.id}`), 200)).toMatchObject({ status: 'booked', sessionId: session.id });
    expect(expectStatus(await desk().post(`/v1/reservations/${kept.id}/book`), 409).code).toBe('reservation-over');
  });

  it('is nobody’s obstacle once it is over, before and after it is swept up', async () => {
    const [one, two] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const fixed = { deviceId: clinic.devices[0], roomId: clinic.rooms[0], operatorId: clinic.staff.operator.id };
    const kept = expectStatus(await reserve(one.courseId, { ...fixed, minutes: 2 }), 201);
    const other = expectStatus(await reserve(one.courseId, { startsAt: at('14:00'), minutes: 2 }), 201);
    expectStatus(await book(two.courseId, { startsAt: at('10:00'), ...fixed }), 409);
    service.clock.advanceMinutes(2);
    expect(expectStatus(await desk().get(`/v1/reservations/${kept.id}`), 200).status).toBe('lapsed');
    expect(expectStatus(await desk().post(`/v1/reservations/${kept.id}/book`), 409).code).toBe('reservation-over');
    expectStatus(await book(two.courseId, { startsAt: at('10:00'), ...fixed }), 201);
    await service.app.get(Jobs).runNow('reservations');
    const { items } = expectStatus(await desk().get('/v1/reservations?status=lapsed'), 200);
    expect(items.map(({ id }: Json) => id)).toEqual([other.id, kept.id]);
    const { items: trail } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=reservation.lapsed'), 200);
    expect(trail).toHaveLength(2);
  });

  it('is given back at once, and nobody keeps more than twenty', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const kept = expectStatus(await reserve(courseId), 201);
    expect(expectStatus(await desk().post(`/v1/reservations/${kept.id}/release`), 200).status).toBe('released');
    for (let n = 0; n < 20; n += 1) expectStatus(await reserve(courseId, { kind: 'follow-up', durationMinutes: 20, startsAt: new Date(Date.parse(at('08:00')) + n * 30 * 60_000).toISOString() }), 201);
    expect(expectStatus(await reserve(courseId, { kind: 'follow-up', startsAt: at('10:00', '2030-03-06') }), 409).code).toBe('too-many-reservations');
    expectStatus(await reserve(courseId, { minutes: 61 }), 400);
  });

  it('is one of twenty at once for one place', async () => {
    const fixed = { deviceId: clinic.devices[0] };
    const courses = await Promise.all(Array.from({ length: 8 }, () => activeCourse(service, clinic)));
    const answers = await Promise.all(courses.map(({ courseId }, n) => (n % 2 ? reserve(courseId, fixed) : book(courseId, { startsAt: at('10:00'), ...fixed }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });
});

describe('an overlap', () => {
  it('of an operator or a room needs the permission and a reason, is on record and shown; a device and a patient never overlap', async () => {
    const [one, two, three] = [await activeCourse(service, clinic), await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const operatorId = clinic.staff.operator.id;
    const first = await booked(service, clinic, one.courseId, { startsAt: at('10:00'), operatorId, deviceId: clinic.devices[0] });
    const wanted = { startsAt: at('10:00'), operatorId, override: { reason: 'Two chairs, one operator' } };
    expectStatus(await book(two.courseId, wanted), 403);
    expect(expectStatus(await book(two.courseId, { ...wanted, deviceId: clinic.devices[0] }, 'clinician'), 409).code).toBe('slot-taken');
    expect(expectStatus(await book(one.courseId, { ...wanted, kind: 'follow-up' }, 'clinician'), 409).conflicts.map(({ resource }: Json) => resource)).toEqual(['patient']);
    const second = expectStatus(await book(two.courseId, wanted, 'clinician'), 201);
    expect(second).toMatchObject({ overlaps: true, overlapReason: 'Two chairs, one operator', overlapBy: clinic.staff.clinician.id, deviceId: clinic.devices[1] });
    expect(second.warnings.map(({ code }: Json) => code)).toContain('overlap');
    expect(expectStatus(await desk().get(`/v1/sessions/${second.id}`), 200)).not.toHaveProperty('overlapReason');
    const board = expectStatus(await desk().get('/v1/day-board?date=2030-03-05'), 200);
    expect(board.sessions.map(({ id, overlaps }: Json) => [id, overlaps]).sort()).toEqual([[first.id, false], [second.id, true]].sort());
    expect(expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${two.patientId}&action=session.booked`), 200).items).toHaveLength(1);
    // Nobody else is given that operator, whichever of the two is moved away first.
    expect((await book(three.courseId, { startsAt: at('10:00'), operatorId })).body.code).toBe('slot-taken');
    expectStatus(await desk().post(`/v1/sessions/${first.id}/cancel`, { reason: 'x' }), 200);
    expect((await book(three.courseId, { startsAt: at('10:00'), operatorId })).body.code).toBe('slot-taken');
    const moved = expectStatus(await clinic.as('clinician').post(`/v1/sessions/${second.id}/reschedule`, { startsAt: at('12:00'), reason: 'x', override: { reason: 'not needed' } }), 200);
    expect(moved).toMatchObject({ overlaps: false, overlapReason: null });
    expectStatus(await book(three.courseId, { startsAt: at('10:00'), operatorId }), 201);
  });
});

describe('free times by preference', () => {
  it('come in the hours that are wanted, at the usual time and with the usual operator first, page by page', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const operatorId = clinic.staff.operator2.id;
    for (const date of ['2030-03-05', '2030-03-06']) await booked(service, clinic, courseId, { startsAt: at('11:15', date), operatorId });
    const window = `courseId=${courseId}&from=${at('00:00', '2030-03-07')}&to=${at('23:00', '2030-03-08')}`;
    const ask = async (query: string): Promise<Json> => expectStatus(await desk().get(`/v1/availability?${window}${query}`), 200);
    const best = await ask('&order=preference&limit=3');
    expect(best.slots.map((slot: Json) => [slot.startsAt, slot.operatorId])).toEqual([at('11:15', '2030-03-07'), at('11:15', '2030-03-08'), at('11:00', '2030-03-07')].map((startsAt) => [startsAt, operatorId]));
    for (const order of ['time', 'preference']) {
      const all = (await ask(`&order=${order}&limit=500`)).slots;
      const pages: Json[] = [];
      for (let cursor = ''; ; ) {
        const page = await ask(`&order=${order}&limit=7${cursor}`);
        pages.push(...page.slots);
        if (page.nextCursor === null) break;
        cursor = `&cursor=${page.nextCursor}`;
      }
      expect(pages).toEqual(all);
      expect(all.length).toBeGreaterThan(50);
    }
    const first = clinic.staff.operator.id;
    expect((await ask(`&order=preference&preferredTime=08:00&preferredOperatorId=${first}&limit=1`)).slots[0]).toMatchObject({ startsAt: at('08:00', '2030-03-07'), operatorId: first });
    const within = (await ask('&windows=4@09:00-10:00,16:00-17:00')).slots.map(({ startsAt }: Json) => startsAt);
    expect([within[0], String(within.at(-1)) < at('17:00', '2030-03-08')]).toEqual([at('09:00', '2030-03-07'), true]);
    expect(within.every((startsAt: string) => startsAt >= at('16:00', startsAt.slice(0, 10)) || startsAt.startsWith('2030-03-07'))).toBe(true);
    for (const [query, pointer] of [['&windows=9@09:00-10:00', '/windows'], ['&windows=11:00-10:00', '/windows'], ['&cursor=abc', '/cursor'], ['&preferredTime=25:00', '/preferredTime'], ['&order=best', '/order']]) {
      const answer = await desk().get(`/v1/availability?${window}${query}`);
      expect([query, answer.status, answer.body.errors[0].pointer]).toEqual([query, 400, pointer]);
    }
  });
});
