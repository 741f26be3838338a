import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 160);
});
afterAll(() => service.stop());

const ask = async (query: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/cohorts/outcomes?measure=nrs-pain&${query}`), 200);
const groupOf = (answer: Json, key: Json): Json => answer.groups.find((group: Json) => JSON.stringify(group.key) === JSON.stringify(key));

interface Taken {
  courseId: string;
  category: string;
  ended: boolean;
  score: number;
  takenMs: number;
  endedMs: number;
}

/** Every pain score with its course, as it stands in the tables. */
async function rawScores(): Promise<Map<string, Taken[]>> {
  const courses = new Map<string, Taken[]>();
  await past(service, async (client) => {
    const { rows } = await client.query<Taken>(`select a.course_id as "courseId", k.category, c.ended_at is not null as ended, a.unrounded_score as score,
      extract(epoch from a.assessed_at)::float8 * 1000 as "takenMs", extract(epoch from c.ended_at)::float8 * 1000 as "endedMs"
      from assessments a join courses c on c.clinic_id = a.clinic_id and c.id = a.course_id join conditions k on k.clinic_id = c.clinic_id and k.id = c.condition_id
      where a.clinic_id = $1 and a.measure = 'nrs-pain' order by a.course_id, a.assessed_at`, [clinic.id]);
    for (const row of rows) courses.set(row.courseId, [...(courses.get(row.courseId) ?? []), row]);
  });
  return courses;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const sd = (values: number[]): number => Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

describe('outcomes of a cohort', () => {
  it('are those of the raw scores', async () => {
    const answer = await ask('at=end&groupBy=category');
    const courses = [...(await rawScores()).values()].filter(([first]) => first?.ended && first.category === 'fibromyalgia');
    const pairs = courses.flatMap((taken) => {
      const last = taken.at(-1);
      return last && last.endedMs - last.takenMs < 2 * 86_400_000 ? [[taken[0]?.score ?? 0, last.score] as const] : [];
    });
    const changes = pairs.map(([before, after]) => after - before);
    const percents = pairs.filter(([before]) => before > 0).map(([before, after]) => ((before - after) * 100) / before);
    const group = groupOf(answer, { category: 'fibromyalgia' });
    expect(group).toMatchObject({ suppressed: false, n: courses.length, missing: courses.length - pairs.length });
    expect(group.baseline.mean).toBeCloseTo(mean(courses.map(([first]) => first?.score ?? 0)), 6);
    expect(group.baseline.sd).toBeCloseTo(sd(courses.map(([first]) => first?.score ?? 0)), 6);
    expect(group.observed.n).toBe(pairs.length);
    expect(group.observed.mean).toBeCloseTo(mean(changes), 6);
    expect(group.observed.sd).toBeCloseTo(sd(changes), 6);
    expect(group.observed.effectSize).toBeCloseTo(mean(changes) / sd(changes), 5);
    expect(group.observed.responder30).toMatchObject({ count: percents.filter((percent) => percent >= 30 - 1e-9).length, total: percents.length });
    expect(group.observed.responder50.count).toBe(percents.filter((percent) => percent >= 50 - 1e-9).length);
    const carried = courses.map((taken) => (taken.at(-1)?.score ?? 0) - (taken[0]?.score ?? 0));
    expect(group.carriedForward).toMatchObject({ n: courses.length });
    expect(group.carriedForward.mean).toBeCloseTo(mean(carried), 6);
  });

  it('add up over the groups', async () => {
    const [whole, bySex] = [await ask('at=end'), await ask('at=end&groupBy=sex')];
    expect(bySex.groups.reduce((sum: number, { n }: Json) => sum + n, 0)).toBe(whole.groups[0].n);
    expect((await ask('at=end&sex=female')).groups[0]).toEqual({ ...groupOf(bySex, { sex: 'female' }), key: {} });
  });

  it('can be divided by every dimension and looked at on every occasion', async () => {
    const dimensions = ['targetRegion', 'hemisphere', 'modality', 'protocol', 'protocolVersion', 'category', 'chronicity', 'ageBand', 'sex', 'depression', 'opioidUse', 'adherence', 'adjuncts'];
    for (const dimension of dimensions) expect((await ask(`groupBy=${dimension}`)).groups.some(({ n }: Json) => n > 0)).toBe(true);
    for (const at of ['session:10', 'week:1', 'follow-up:3m']) expect(await ask(`at=${at}`)).toMatchObject({ at });
  });

  it('count the active courses once they have come to the session', async () => {
    const [end, early] = [await ask('at=end'), await ask('at=session:10')];
    expect([end.groups[0].n, early.groups[0].n]).toEqual([143, 160]);
  });

  it('take whole quarters', async () => {
    expect((await ask('at=end&from=2027-02-20&to=2027-11-01')).period).toEqual({ from: '2027-01-01', to: '2027-12-31' });
    expect((await ask('at=end')).period).toEqual({ from: null, to: null });
  });

  it.each([
    ['measure=nrs-pain&at=never', '/at'],
    ['measure=nrs-pain&at=session:999', '/at'],
    ['measure=nothing', '/measure'],
    ['measure=pgic', '/measure'],
    ['measure=nrs-pain&groupBy=sex,sex', '/groupBy'],
    ['measure=nrs-pain&groupBy=sex,category,ageBand&modality=rtms', '/groupBy'],
    ['measure=nrs-pain&groupBy=name', '/groupBy'],
    ['measure=nrs-pain&from=2030-02-01&to=2030-01-01', '/to'],
    ['measure=nrs-pain&colour=red', '/colour'],
  ])('are not told for %s', async (query, pointer) => {
    const { errors } = expectStatus(await clinic.as('clinician').get(`/v1/cohorts/outcomes?${query}`), 400);
    expect(errors[0].pointer).toBe(pointer);
  });

  it('are of one’s own clinic alone', async () => {
    const other = await service.newClinic();
    const { groups } = expectStatus(await other.as('clinician').get('/v1/cohorts/outcomes?measure=nrs-pain'), 200);
    expect(groups).toEqual([{ key: {}, suppressed: true, n: null, missing: null, baseline: null, observed: null, carriedForward: null }]);
  });
});
