import { expectStatus } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
let courses: string[];
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 8, 4);
  // Before the first treatment: a diary of nine days, two entries on the last of them, and one late in the evening in New York, which is the next day in UTC.
  await past(service, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query("delete from assessments where clinic_id = $1 and measure <> 'nrs-pain'", [clinic.id]);
    await client.query(`insert into assessments (clinic_id, id, patient_id, course_id, measure, measure_version, recall_period, answers, score, unrounded_score, subscores, complete, prorated, flags, assessed_at, session_number, cumulative_pulses, recorded_at, entered_by)
      select a.clinic_id, gen_random_uuid(), a.patient_id, a.course_id, a.measure, a.measure_version, a.recall_period, '{}', v.score, v.score, '{}', true, false, '{}', a.assessed_at - v.before, 0, 0, a.assessed_at, 'staff'
      from assessments a cross join lateral (values (interval '9 days', 10), (interval '8 days', 9), (interval '6 days', 7), (interval '5 days', 6), (interval '3 days' + interval '10 hours 30 minutes', 2), (interval '1 hour', 8)) as v (before, score)
      where a.clinic_id = $1 and a.session_number = 0`, [clinic.id]);
    const { rows } = await client.query<{ id: string }>('select id from courses where clinic_id = $1 order by id', [clinic.id]);
    courses = rows.map(({ id }) => id);
  });
});
afterAll(() => service.stop());

async function plans(rule: string | null): Promise<void> {
  await past(service, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query('delete from assessment_plans where clinic_id = $1', [clinic.id]);
    if (rule) await client.query("insert into assessment_plans (clinic_id, course_id, items, baseline_rule, chosen_at, chosen_by) select clinic_id, id, '[]', $2, created_at, prescribed_by from courses where clinic_id = $1", [clinic.id, rule]);
  });
}

describe('the baseline of a cohort', () => {
  it.each([null, 'single-value', 'mean-of-screening-and-first-day', 'mean-of-seven-day-diary'])('is the one of the reviews, with the rule %s', async (rule) => {
    await plans(rule);
    const { groups: [group] } = expectStatus(await clinic.as('clinician').get('/v1/cohorts/outcomes?measure=nrs-pain&at=session:10'), 200);
    const baselines: number[] = [];
    for (const id of courses) {
      const { measures: [pain] } = expectStatus(await clinic.as('clinician').get(`/v1/courses/${id}/review`), 200);
      expect(pain.baselineRule).toBe(rule ?? 'single-value');
      baselines.push(pain.baseline.score as number);
    }
    expect(group.n).toBe(courses.length);
    expect(group.baseline.mean).toBeCloseTo(baselines.reduce((sum, score) => sum + score, 0) / baselines.length, 1);
    expect({ null: 10, 'single-value': 10 }[String(rule)] ?? group.baseline.mean).toBe(group.baseline.mean);
    expect(rule?.startsWith('mean') ? group.baseline.mean < 10 : true).toBe(true);
  });
});
