import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, DEPRESSION_PROTOCOL } from '../support/world.js';

const FULL = Number(process.env['PROVE_REPLANNED'] ?? 90);

describe('what a broken device, an absence or a closed day displaces', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const book = async (clinic: TestClinic, courseId: string, startsAt: string, more: Json = {}): Promise<Json> =>
    expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt, ...more }), 201);
  const replan = (clinic: TestClinic, body: Json, role: 'front-desk' | 'clinician' = 'front-desk'): ReturnType<ReturnType<TestClinic['as']>['post']> =>
    clinic.as(role).post('/v1/schedule/replan', { reason: 'Coil is broken', ...body });
  const times = (sessions: Json[]): string[] => sessions.map(({ startsAt }) => startsAt);
  const sessionsOf = async (clinic: TestClinic, courseId: string): Promise<Json[]> =>
    expectStatus(await clinic.as('clinician').get(`/v1/sessions?courseId=${courseId}&status=scheduled&limit=100`), 200).items;

  it('puts a session on the other device at the same time, and enters the downtime', async () => {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic);
    const [first, second] = clinic.devices as [string, string];
    const session = await book(clinic, courseId, '2030-03-05T15:00:00Z', { deviceId: first });
    const day = { deviceId: first, from: '2030-03-05T13:00:00Z', to: '2030-03-05T23:00:00Z' };
    const answer = expectStatus(await replan(clinic, day), 200);
    expect(answer).toMatchObject({ affected: 1, stuck: [], moved: [{ sessionId: session.id, from: { deviceId: first }, to: { startsAt: session.startsAt, deviceId: second } }] });
    expect(expectStatus(await clinic.as('admin').get(`/v1/devices/${first}/downtimes`), 200).items).toMatchObject([{ startsAt: '2030-03-05T13:00:00.000Z', reason: 'Coil is broken' }]);
    expect(expectStatus(await replan(clinic, { ...day, to: '2030-03-05T12:59:00Z' }), 400).errors[0].pointer).toBe('/to');
  });

  it('waits for the same device where that is asked for, and numbers the course anew in order of time', async () => {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic);
    const deviceId = clinic.devices[0];
    for (const day of ['05', '06', '07']) await book(clinic, courseId, `2030-03-${day}T15:00:00Z`, { deviceId });
    const answer = expectStatus(await replan(clinic, { deviceId, from: '2030-03-05T13:00:00Z', to: '2030-03-05T23:00:00Z', keepDevice: true }), 200);
    expect(answer.moved).toMatchObject([{ to: { startsAt: '2030-03-08T15:00:00.000Z', deviceId } }]);
    const sessions = await sessionsOf(clinic, courseId);
    expect(sessions.map(({ startsAt, sequence }) => [startsAt.slice(8, 10), sequence])).toEqual([['06', 1], ['07', 2], ['08', 3]]);
  });

  it('moves everything off a day that is closed, and off an operator who is away', async () => {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic);
    await book(clinic, courseId, '2030-03-05T15:00:00Z', { operatorId: clinic.staff.operator.id });
    const away = expectStatus(await replan(clinic, { operatorId: clinic.staff.operator.id, from: '2030-03-05T13:00:00Z', to: '2030-03-06T00:00:00Z' }), 200);
    expect(away.moved).toMatchObject([{ to: { startsAt: '2030-03-05T15:00:00.000Z', operatorId: clinic.staff.operator2.id } }]);
    const closure = expectStatus(await clinic.as('admin').post('/v1/clinic/closures', { from: '2030-03-05', to: '2030-03-08', reason: 'Flood' }), 201);
    const closed = expectStatus(await replan(clinic, { closureId: closure.id }), 200);
    expect(closed.moved).toMatchObject([{ to: { startsAt: '2030-03-11T14:00:00.000Z' } }]);
    expect(expectStatus(await replan(clinic, { closureId: closure.id }), 200)).toMatchObject({ affected: 0, moved: [] });
  });

  it('changes nothing when one finds no place, unless that one is to be cancelled', async () => {
    const clinic = await service.newClinic({ devices: 1 });
    const { courseId } = await activeCourse(service, clinic);
    const session = await book(clinic, courseId, '2030-03-05T15:00:00Z');
    const year = { deviceId: clinic.devices[0], from: '2030-03-05T13:00:00Z', to: '2030-06-05T13:00:00Z' };
    const refused = expectStatus(await replan(clinic, year), 409);
    expect(refused).toMatchObject({ code: 'cannot-place', unplaced: [{ sessionId: session.id, reasons: [{ code: 'device-down' }] }] });
    expect(times(await sessionsOf(clinic, courseId))).toEqual([session.startsAt]);
    const done = expectStatus(await replan(clinic, { ...year, unplaceable: 'cancel' }), 200);
    expect(done).toMatchObject({ affected: 1, moved: [], stuck: [{ sessionId: session.id }] });
    expect(await sessionsOf(clinic, courseId)).toEqual([]);
  });

  it('knows nothing of another clinic’s device, and wants exactly one cause', async () => {
    const [clinic, other] = [await service.newClinic(), await service.newClinic()];
    const span = { from: '2030-03-05T13:00:00Z', to: '2030-03-05T23:00:00Z' };
    expectStatus(await replan(clinic, { deviceId: other.devices[0], ...span }), 404);
    expect(expectStatus(await replan(clinic, { ...span }), 400).errors).toHaveLength(4);
    expectStatus(await replan(clinic, { deviceId: clinic.devices[0] }), 400);
  });

  it(`plans ${FULL} sessions of three days anew in one call, and does just what its dry run said`, async () => {
    const clinic = await service.newClinic();
    const asker = clinic.as('front-desk');
    await manyCourses(service, clinic, FULL * 9, 0, 30);
    let courses: { id: string }[] = [];
    await past(service, async (client) => {
      await client.query(`update courses c set protocol_id = v.protocol_id, protocol_version = v.version, modality = v.modality from protocol_versions v join protocols p on (p.clinic_id, p.id) = (v.clinic_id, v.protocol_id)
        where c.clinic_id = $1 and v.clinic_id = $1 and p.code = $2 and v.status = 'published'`, [clinic.id, 'm1-hf10-attal-2021']);
      courses = (await client.query(`select id from courses where clinic_id = $1 and status = 'active' order by id`, [clinic.id])).rows;
    });
    expect(courses).toHaveLength(FULL);
    const deviceId = clinic.devices[0];
    // Thirty a day on the device that will break, and every other of its times taken on the one device that is left.
    const startOf = (n: number): string => new Date(Date.parse(`2030-03-0${5 + (n % 3)}T13:00:00Z`) + Math.floor(n / 3) * 20 * 60_000).toISOString();
    for (const [n, { id }] of courses.entries()) {
      const visit = { kind: 'follow-up', startsAt: startOf(n), durationMinutes: 10 };
      expectStatus(await asker.post('/v1/sessions', { ...visit, courseId: id, deviceId }), 201);
      if (n % 2 === 0) expectStatus(await asker.post('/v1/sessions', { ...visit, courseId: courses[(n + 45) % courses.length]?.id, deviceId: clinic.devices[1] }), 201);
    }
    const others = FULL / 2;
    const request = { deviceId, from: '2030-03-05T13:00:00Z', to: '2030-03-07T23:30:00Z' };
    const planned = expectStatus(await replan(clinic, { ...request, dryRun: true }), 200);
    const begun = performance.now();
    const done = expectStatus(await replan(clinic, request), 200);
    const ms = performance.now() - begun;
    expect(planned).toMatchObject({ affected: FULL, stuck: [] });
    expect(planned.moved).toHaveLength(FULL);
    expect(done).toEqual(planned);
    const stands = expectStatus(await asker.get('/v1/sessions?from=2030-03-05T00:00:00Z&to=2030-05-01T00:00:00Z&limit=200'), 200).items;
    expect(stands).toHaveLength(FULL + others);
    const movedIds = new Set(planned.moved.map(({ sessionId }: Json) => sessionId));
    expect(new Map(stands.filter(({ id }: Json) => movedIds.has(id)).map(({ id, startsAt, deviceId: on }: Json) => [id, `${startsAt} ${on}`]))).toEqual(new Map(planned.moved.map(({ sessionId, to }: Json) => [sessionId, `${to.startsAt} ${to.deviceId}`])));
    process.stdout.write(`${FULL} sessions re-planned in ${Math.round(ms)} ms; ${planned.moved.filter(({ from, to }: Json) => from.startsAt === to.startsAt).length} keep their time\n`);
  });
});

describe('moving a session and all that follow', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  async function scheduled(): Promise<{ clinic: TestClinic; courseId: string; sessions: Json[] }> {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic, { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null });
    const { sessions } = expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'all-or-nothing' }), 201);
    return { clinic, courseId, sessions };
  }
  const wall = (startsAt: string): string => new Date(startsAt).toLocaleTimeString('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });

  it('moves the rest to another time of day on the same days, numbers and rhythm kept, as its dry run says', async () => {
    const { clinic, courseId, sessions } = await scheduled();
    const body = { fromSessionId: sessions[10].id, startDate: sessions[10].startsAt.slice(0, 10), preferredTimes: ['14:00'], policy: 'all-or-nothing', reason: 'A new job' };
    const planned = expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/reschedule`, { ...body, dryRun: true }), 200);
    expect(expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/reschedule`, body), 200)).toEqual(planned);
    const after: Json[] = expectStatus(await clinic.as('clinician').get(`/v1/sessions?courseId=${courseId}&limit=100`), 200).items;
    expect(after.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id));
    expect(after.map(({ sequence }) => sequence)).toEqual(sessions.map(({ sequence }) => sequence));
    expect(after.map(({ startsAt }) => startsAt.slice(0, 10))).toEqual(sessions.map(({ startsAt }) => startsAt.slice(0, 10)));
    expect(after.map(({ startsAt }) => wall(startsAt))).toEqual(sessions.map((_unused, n) => (n < 10 ? '09:00' : '14:00')));
  });

  it('shifts all by a day although their own places stand there', async () => {
    const { clinic, courseId, sessions } = await scheduled();
    const { moved } = expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/reschedule`, { startDate: '2030-03-06', preferredTimes: ['09:00'], policy: 'all-or-nothing', reason: 'Ill today' }), 200);
    expect(moved).toHaveLength(36);
    expect(moved.slice(0, 3).map(({ to }: Json) => to.startsAt)).toEqual(sessions.slice(1, 4).map(({ startsAt }) => startsAt));
  });

  it('leaves every session where it is when one finds no place', async () => {
    const { clinic, courseId, sessions } = await scheduled();
    expectStatus(await clinic.as('operator').post(`/v1/staff/${clinic.staff.operator.id}/absences`, { startsAt: '2030-03-12T18:00:00Z', endsAt: '2030-03-12T20:00:00Z', reason: 'Course' }), 201);
    expectStatus(await clinic.as('operator').post(`/v1/staff/${clinic.staff.operator2.id}/absences`, { startsAt: '2030-03-12T18:00:00Z', endsAt: '2030-03-12T20:00:00Z', reason: 'Course' }), 201);
    const answer = expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/reschedule`, { startDate: '2030-03-05', preferredTimes: ['14:00'], policy: 'all-or-nothing', reason: 'A new job' }), 409);
    expect(answer).toMatchObject({ code: 'cannot-place', unplaced: [{ sequence: 6, reasons: [{ code: 'operator-absent' }] }] });
    expect(answer.unplaced[0].nearest.length).toBeGreaterThan(0);
    const after: Json[] = expectStatus(await clinic.as('clinician').get(`/v1/sessions?courseId=${courseId}&limit=100`), 200).items;
    expect(after.map(({ startsAt }) => startsAt)).toEqual(sessions.map(({ startsAt }) => startsAt));
  });
});
