import { expectStatus } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 8, 4);
});
afterAll(() => service.stop());

/** All courses end at one instant, and their last pain score is taken at another. */
async function observed(endedAt: string, takenAt: string, at: string): Promise<number> {
  await past(service, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query("update courses set status = 'completed', ended_at = $2 where clinic_id = $1", [clinic.id, endedAt]);
    await client.query("update assessments a set assessed_at = case when n = 1 then timestamptz '2029-06-01 12:00Z' else $2 end from (select id, row_number() over (partition by course_id order by id) as n from assessments where clinic_id = $1 and measure = 'nrs-pain') as o where a.clinic_id = $1 and a.id = o.id", [clinic.id, takenAt]);
  });
  const { groups: [group] } = expectStatus(await clinic.as('clinician').get(`/v1/cohorts/outcomes?measure=nrs-pain&at=${at}`), 200);
  return group.observed?.n ?? 0;
}

// Seven of the eight have a second score. The courses end on 30 November 2029, half an hour before midnight in New York: the 1st of December in UTC. Three months
// after is 28 February, since there is no 30th, and its window of 14 days ends on 14 March, after clocks went forward.
describe('three months after the end, in New York', () => {
  it.each([
    ['the last minute of the last day', '2030-03-15T03:59:00Z', 7],
    ['the next midnight', '2030-03-15T04:00:00Z', 0],
    ['the first minute of the first day, in winter time', '2030-02-14T05:00:00Z', 7],
    ['the minute before', '2030-02-14T04:59:00Z', 0],
  ])('%s', async (_name, takenAt, n) => {
    service.clock.set('2030-03-31T12:00:00Z');
    clinic.callers.clinician = await service.logIn(clinic.staff.clinician.email);
    expect(await observed('2029-12-01T04:30:00Z', takenAt, 'follow-up:3m')).toBe(n);
  });
});

// First treatments at 23:30 of 17 February in New York, the 18th in UTC. Three weeks later is 10 March, when clocks go forward at two
// in the night; the window of three days to each side runs from midnight of the 7th (winter time) to that after the 13th (summer time).
describe('week 3, in New York', () => {
  beforeAll(() =>
    past(service, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`insert into sessions (clinic_id, id, course_id, patient_id, kind, sequence, status, starts_at, ends_at, device_id, room_id, operator_id, created_at)
        select $1, gen_random_uuid(), c.id, c.patient_id, 'treatment', n, case n when 1 then 'no-show' else 'completed' end, t, t + interval '30 minutes', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), t
        from courses c cross join (values (1, timestamptz '2030-02-12 15:00Z'), (2, '2030-02-18 04:30Z'), (3, '2030-02-19 15:00Z')) as v (n, t) where c.clinic_id = $1`, [clinic.id]);
    }),
  );
  it.each([
    ['the first minute of the first day', '2030-03-07T05:00:00Z', 7],
    ['the minute before', '2030-03-07T04:59:00Z', 0],
    ['the day itself, after the clocks went forward', '2030-03-10T12:00:00Z', 7],
    ['the last minute of the last day, in summer time', '2030-03-14T03:59:00Z', 7],
    ['the next midnight', '2030-03-14T04:00:00Z', 0],
  ])('%s', async (_name, takenAt, n) => {
    expect(await observed('2030-03-30T12:00:00Z', takenAt, 'week:3')).toBe(n);
  });
});

// Sessions are counted, not days: the score after the 10th counts whenever that was, one session off at most, and the nearest does.
describe('session 10', () => {
  it.each([[8, 0], [9, 7], [10, 7], [11, 7], [12, 0]])('after %d treatments', async (treatments, n) => {
    await past(service, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query("update assessments a set session_number = case when o.n = 1 then 0 else $2::int end from (select id, row_number() over (partition by course_id order by id) as n from assessments where clinic_id = $1 and measure = 'nrs-pain') as o where a.clinic_id = $1 and a.id = o.id", [clinic.id, treatments]);
    });
    for (const takenAt of ['2030-03-10T06:59:00Z', '2030-03-10T07:00:00Z', '2029-11-04T06:30:00Z']) expect(await observed('2030-03-30T12:00:00Z', takenAt, 'session:10')).toBe(n);
  });
});
