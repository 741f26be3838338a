import pg from 'pg';
import type { Json } from '../support/caller.js';
import { listen, tally, type HttpPost } from '../support/over-http.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, DEPRESSION_PROTOCOL, doseAsPrescribed, sessionInProgress, type ActiveCourse } from '../support/world.js';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_unused, n) => make(n));

/** Many callers at once over real sockets; afterwards the database itself is asked whether anything overlaps. */
describe('many callers at once', () => {
  let service: Service;
  let post: HttpPost;
  let superuser: pg.Client;

  beforeAll(async () => {
    service = await startService();
    post = await listen(service);
    superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await service.stop();
  });

  const liveClaims = async (clinic: TestClinic): Promise<{ kind: string; n: number }[]> =>
    (await superuser.query('select kind, count(*)::int as n from claims where clinic_id = $1 and live group by kind order by kind', [clinic.id])).rows;

  /** The rows themselves, compared pair by pair: not the constraint's word for it. */
  const overlaps = async (): Promise<number> =>
    (await superuser.query(`
      select count(*)::int as n from claims a join claims b
        on a.clinic_id = b.clinic_id and a.kind = b.kind and a.resource_id = b.resource_id and a.lane = b.lane and a.id < b.id and a.during && b.during
      where a.live and b.live`)).rows[0].n;

  async function courses(clinic: TestClinic, count: number): Promise<ActiveCourse[]> {
    const made: ActiveCourse[] = [];
    while (made.length < count) made.push(...(await Promise.all(times(Math.min(5, count - made.length), () => activeCourse(service, clinic)))));
    return made;
  }

  afterEach(async () => {
    expect(await overlaps()).toBe(0);
  });

  it('gives one slot of one device to exactly one of fifty patients', async () => {
    const clinic = await service.newClinic();
    const patients = await courses(clinic, 50);
    const answers = await Promise.all(
      patients.map(({ courseId }) => post(clinic.as('front-desk'), '/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-05T15:00:00Z', deviceId: clinic.devices[0] })),
    );
    expect(tally(answers)).toEqual({ 201: 1, '409 slot-taken': 49 });
    expect((await liveClaims(clinic)).map(({ n }) => n)).toEqual([1, 1, 1, 1]);
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body.conflicts).toContainEqual(expect.objectContaining({ resource: 'device', id: clinic.devices[0], startsAt: '2030-03-05T15:00:00.000Z' }));
      // 15 minutes of session and 10 of turnover; the clinic’s grid is of 15.
      expect(body.nearest[0]).toBe('2030-03-05T15:30:00.000Z');
    }
  });

  it('gives twenty free hours of one device to twenty patients who come at once', async () => {
    const clinic = await service.newClinic();
    const patients = await courses(clinic, 20);
    const hours = ['2030-03-05', '2030-03-06'].flatMap((date) => times(10, (n) => `${date}T${13 + n}:00:00Z`));
    const answers = await Promise.all(
      patients.map(({ courseId }, n) => post(clinic.as('front-desk'), '/v1/sessions', { courseId, kind: 'treatment', startsAt: hours[n], deviceId: clinic.devices[0] })),
    );
    expect(tally(answers)).toEqual({ 201: 20 });
    expect(await liveClaims(clinic)).toEqual(['device', 'operator', 'patient', 'room'].map((kind) => ({ kind, n: 20 })));
  });

  it('puts one patient on one of two devices, never on both', async () => {
    const clinic = await service.newClinic();
    const { courseId, patientId } = await activeCourse(service, clinic);
    const answers = await Promise.all(
      times(10, (n) => post(clinic.as('front-desk'), '/v1/sessions', { courseId, kind: 'follow-up', startsAt: '2030-03-05T15:00:00Z', deviceId: clinic.devices[n % 2] })),
    );
    expect(tally(answers)).toEqual({ 201: 1, '409 slot-taken': 9 });
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.every(({ body }) => body.conflicts.some(({ resource, id }: Json) => resource === 'patient' && id === patientId))).toBe(true);
  });

  it('gives two patients the two devices when both ask for any, and a third the next time', async () => {
    const clinic = await service.newClinic();
    const patients = await courses(clinic, 3);
    const answers = await Promise.all(patients.map(({ courseId }) => post(clinic.as('front-desk'), '/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-05T15:00:00Z' })));
    expect(tally(answers)).toEqual({ 201: 2, '409 slot-taken': 1 });
    expect(new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.deviceId] : [])))).toEqual(new Set(clinic.devices));
  });

  it('books a series of 36 in one call, and the same call again books nothing', async () => {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic, { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null });
    const series = { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'all-or-nothing' };
    const call = (): ReturnType<HttpPost> => post(clinic.as('front-desk'), `/v1/courses/${courseId}/schedule`, series, { 'idempotency-key': 'robin-whole-course' });

    const [first, ...others] = await Promise.all(times(5, call));
    const again = await call();
    expect(tally([first!, ...others, again])).toEqual({ 201: 6 });
    expect(first!.body.sessions).toHaveLength(36);
    for (const answer of [...others, again]) expect(answer.body).toEqual(first!.body);
    expect([first!, ...others].filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(4);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { rows } = await superuser.query('select count(*)::int as n, count(distinct sequence)::int as sequences from sessions where course_id = $1', [courseId]);
    expect(rows).toEqual([{ n: 36, sequences: 36 }]);
    expect(await liveClaims(clinic)).toEqual(['device', 'operator', 'patient', 'room'].map((kind) => ({ kind, n: 36 })));
  });

  it('books a course once even when two desks book it at the same moment', async () => {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic);
    const series = { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'nearest' };
    const answers = await Promise.all(times(4, () => post(clinic.as('front-desk'), `/v1/courses/${courseId}/schedule`, series)));
    expect(tally(answers)).toEqual({ 201: 1, '409 nothing-left': 3 });
  });

  it('lets one of two operators complete a session', async () => {
    const clinic = await service.newClinic();
    const { sessionId, session, courseId } = await sessionInProgress(service, clinic);
    const delivered = doseAsPrescribed(session);
    const answers = await Promise.all((['operator', 'operator2'] as const).map((role) => post(clinic.as(role), `/v1/sessions/${sessionId}/complete`, { delivered })));
    expect(tally(answers)).toEqual({ 200: 1, '409 wrong-state': 1 });
    const { rows } = await superuser.query('select sessions_delivered as n, pulses_delivered::int as pulses from courses where id = $1', [courseId]);
    expect(rows).toEqual([{ n: 1, pulses: delivered.totalPulses }]);
  });

  it('moves two sessions into each other’s place at once without a deadlock', async () => {
    const clinic = await service.newClinic({ devices: 1, rooms: 1 });
    const patients = await courses(clinic, 2);
    const hours = ['2030-03-05T15:00:00Z', '2030-03-05T17:00:00Z'];
    const sessions = await Promise.all(patients.map(({ courseId }, n) => post(clinic.as('front-desk'), '/v1/sessions', { courseId, kind: 'treatment', startsAt: hours[n] })));
    expect(tally(sessions)).toEqual({ 201: 2 });
    const moves = await Promise.all(sessions.map(({ body }, n) => post(clinic.as('front-desk'), `/v1/sessions/${body.id}/reschedule`, { startsAt: hours[1 - n], reason: 'They swap' })));
    expect(tally(moves)).toEqual({ '409 slot-taken': 2 });
    expect((await liveClaims(clinic)).map(({ n }) => n)).toEqual([2, 2, 2, 2]);
  });

  it('answers a crowd of every kind of move without one 5xx', async () => {
    const clinic = await service.newClinic();
    const patients = await courses(clinic, 6);
    const desk = clinic.as('front-desk');
    const at = (n: number): string => `2030-03-0${5 + (n % 3)}T${14 + (n % 5)}:00:00Z`;
    const first = await Promise.all(times(60, (n) => post(desk, '/v1/sessions', { courseId: patients[n % 6]!.courseId, kind: n % 4 === 0 ? 'follow-up' : 'treatment', startsAt: at(n) })));
    const booked = first.filter(({ status }) => status === 201).map(({ body }) => body.id);
    const second = await Promise.all([
      ...booked.map((id, n) => post(desk, `/v1/sessions/${id}/reschedule`, { startsAt: at(n + 1), reason: 'Another time' })),
      ...booked.map((id) => post(desk, `/v1/sessions/${id}/cancel`, { reason: 'Ill' })),
      ...patients.map(({ courseId }) => post(desk, `/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['10:00', '11:00'], policy: 'nearest' })),
    ]);
    expect([...first, ...second].map(({ status }) => status).filter((status) => ![200, 201, 409].includes(status))).toEqual([]);
    const { rows } = await superuser.query(
      `select count(*)::int as n from sessions s where clinic_id = $1 and (select count(*) from claims c where c.occupant_id = s.id and c.live) <> case when status = 'cancelled' then 0 else 4 end`, [clinic.id]);
    expect(rows).toEqual([{ n: 0 }]);
  });

  // Last: connections hand in their counts when they end. A deadlock would have been tried again, and nobody would know.
  it('has met no deadlock in all that', async () => {
    await service.app.close();
    const counts = async (): Promise<{ n: number; commits: number }> => {
      await superuser.query('select pg_sleep(0.2), pg_stat_clear_snapshot()');
      return (await superuser.query('select deadlocks::int as n, xact_commit::int as commits from pg_stat_database where datname = current_database()')).rows[0];
    };
    let counted = await counts();
    for (let waits = 0; counted.commits < 1000 && waits < 20; waits += 1) counted = await counts();
    expect(counted.commits).toBeGreaterThan(1000);
    expect(counted.n).toBe(0);
  });
});
