import { expectStatus, type Json } from '../support/caller.js';
import { statementsOf } from '../support/counted-statements.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, bookedSession, DEPRESSION_PROTOCOL, PAIN_PROTOCOL, routineDay, type CourseWishes } from '../support/world.js';

let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(() => service.clock.set(TEST_NOW));

/** A clinic with made-up courses and, on 5 March, one session of each. */
async function clinicWith(courses: number, assessmentsEach: number): Promise<TestClinic> {
  const clinic = await service.newClinic();
  await manyCourses(service, clinic, courses, assessmentsEach);
  await past(service, async (client) => {
    await client.query(
      `insert into sessions (clinic_id, id, course_id, patient_id, kind, sequence, status, starts_at, ends_at, device_id, room_id, operator_id, created_at)
       select clinic_id, gen_random_uuid(), id, patient_id, 'treatment', 1, 'scheduled', timestamptz '2030-03-05 13:00Z' + n * interval '9 minutes', timestamptz '2030-03-05 13:08Z' + n * interval '9 minutes', $2, $3, $4, now()
       from (select *, row_number() over (order by id) - 1 as n from courses where clinic_id = $1) as c`,
      [clinic.id, clinic.devices[0], clinic.rooms[0], clinic.staff.operator.id],
    );
  });
  return clinic;
}

/** How many statements a request takes, and how many things its answer holds. */
async function cost(clinic: TestClinic, path: string, sizeOf: (body: Json) => number): Promise<{ statements: number; size: number }> {
  let size = 0;
  const sent = await statementsOf(async () => (size = sizeOf(expectStatus(await clinic.as('clinician').get(path), 200))));
  return { statements: sent.length, size };
}

describe('the statements of a request', () => {
  let few: TestClinic;
  let many: TestClinic;
  beforeAll(async () => {
    [few, many] = [await clinicWith(5, 2), await clinicWith(110, 40)];
  }, 60_000);

  it('are as many for a day of 5 sessions as for one of 60', async () => {
    const sessions = (body: Json): number => body.sessions.length;
    await past(service, async (client) => void (await client.query(`update sessions set starts_at = starts_at - interval '7 days', ends_at = ends_at - interval '7 days' where clinic_id = $1 and starts_at >= timestamptz '2030-03-05 13:00Z' + 60 * interval '9 minutes'`, [many.id])));
    const [small, large] = [await cost(few, '/v1/day-board?date=2030-03-05', sessions), await cost(many, '/v1/day-board?date=2030-03-05', sessions)];
    expect([small.size, large.size]).toEqual([5, 60]);
    expect(large.statements).toBe(small.statements);
    expect(large.statements).toBeLessThanOrEqual(8);
  });

  it.each(['/v1/sessions', '/v1/patients', '/v1/courses', '/v1/assessments', '/v1/audit-events', '/v1/alerts'])('are as many for a page of 1 as for one of 100: %s', async (list) => {
    const items = (body: Json): number => body.items.length;
    const caller = list === '/v1/audit-events' ? 'admin' : 'clinician';
    if (list === '/v1/audit-events') for (let n = 0; n < 100; n += 1) await many.as('clinician').get('/v1/sessions?limit=1');
    const of = async (limit: number): Promise<{ statements: number; size: number }> => {
      let size = 0;
      const sent = await statementsOf(async () => (size = items(expectStatus(await many.as(caller).get(`${list}?limit=${limit}`), 200))));
      return { statements: sent.length, size };
    };
    const [small, large] = [await of(1), await of(100)];
    if (list !== '/v1/alerts') expect([small.size, large.size]).toEqual([1, 100]);
    expect(large.statements).toBe(small.statements);
    expect(large.statements).toBeLessThanOrEqual(8);
  });

  it('are as many for a review of 2 assessments as for one of 40', async () => {
    const points = (body: Json): number => body.measures.reduce((sum: number, { series }: Json) => sum + series.length, 0);
    const courseOf = async (clinic: TestClinic): Promise<string> => {
      const { items } = expectStatus(await clinic.as('clinician').get('/v1/courses?limit=1'), 200);
      return String(items[0].id);
    };
    const [small, large] = [await cost(few, `/v1/courses/${await courseOf(few)}/review`, points), await cost(many, `/v1/courses/${await courseOf(many)}/review`, points)];
    expect([small.size, large.size]).toEqual([2, 40]);
    expect(large.statements).toBe(small.statements);
    expect(large.statements).toBeLessThanOrEqual(10);
  });

  it('are as many for a series of 36 as for a short one', async () => {
    const clinic = await service.newClinic({ devices: 2, rooms: 2 });
    const series = async (wishes: CourseWishes): Promise<{ statements: number; size: number }> => {
      const { courseId } = await activeCourse(service, clinic, wishes);
      let size = 0;
      const sent = await statementsOf(async () => (size = expectStatus(await clinic.as('front-desk').post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'nearest' }), 201).sessions.length));
      return { statements: sent.length, size };
    };
    const [short, long] = [await series({ protocolCode: PAIN_PROTOCOL }), await series({ protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.1', side: null })];
    expect(long.size).toBe(36);
    expect(short.size).toBeLessThan(30);
    expect(long.statements).toBe(short.statements);
    expect(long.statements).toBeLessThanOrEqual(18);
  });

  it('are as many to find new places for 60 misplaced sessions as for 5', async () => {
    const replan = async (clinic: TestClinic): Promise<{ statements: number; size: number }> => {
      expectStatus(await clinic.as('admin').post('/v1/clinic/opening-exceptions', { date: '2030-03-05', intervals: [], reason: 'Stock-taking' }), 201);
      let size = 0;
      const request = { misplaced: true, from: '2030-03-05T00:00:00Z', to: '2030-03-06T05:00:00Z', reason: 'Stock-taking', dryRun: true };
      const sent = await statementsOf(async () => (size = expectStatus(await clinic.as('front-desk').post('/v1/schedule/replan', request), 200).affected));
      return { statements: sent.length, size };
    };
    const [small, large] = [await replan(few), await replan(many)];
    expect([small.size, large.size]).toEqual([5, 60]);
    expect(large.statements).toBe(small.statements);
    expect(large.statements).toBeLessThanOrEqual(16);
  });

  it('are no more for a booking and a check-in than they were', async () => {
    const clinic = await service.newClinic();
    const { courseId } = await activeCourse(service, clinic);
    const booking = await statementsOf(async () => expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-05T15:00:00Z' }), 201));
    expect(booking.length).toBeLessThanOrEqual(16);
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-04T15:00:00Z' });
    const answers = await routineDay(clinic);
    const arrival = await statementsOf(async () => expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/check-in`, { answers }), 200));
    expect(arrival.length).toBeLessThanOrEqual(38);
  });
});
