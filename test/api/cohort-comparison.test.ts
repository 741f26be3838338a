import { ancova, momentsOf } from '../../src/review/statistics/index.js';
import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { completedSession, laterOn } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 130);
});
afterAll(() => service.stop());

const ask = async (path: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/cohorts/${path}`), 200);
const isSmall = (n: number): boolean => n > 0 && n < 5;

describe('comparison of two groups', () => {
  it('is the analysis of covariance of the raw scores', async () => {
    const answer = await ask('comparison?measure=nrs-pain&at=end&by=sex&first=female&second=male');
    const pairs = new Map<string, { baseline: number; current: number }[]>();
    await past(service, async (client) => {
      const { rows } = await client.query<{ sex: string; baseline: number; current: number }>(`select p.sex_at_birth as sex, (array_agg(a.unrounded_score order by a.assessed_at))[1] as baseline,
          (array_agg(a.unrounded_score order by a.assessed_at desc))[1] as current
        from courses c join patients p on p.clinic_id = c.clinic_id and p.id = c.patient_id join assessments a on a.clinic_id = c.clinic_id and a.course_id = c.id and a.measure = 'nrs-pain'
        where c.clinic_id = $1 and c.ended_at is not null group by c.id, c.ended_at, p.sex_at_birth having max(a.assessed_at) > c.ended_at - interval '2 days'`, [clinic.id]);
      for (const { sex, ...pair } of rows) pairs.set(sex, [...(pairs.get(sex) ?? []), pair]);
    });
    const [female, male] = [pairs.get('female') ?? [], pairs.get('male') ?? []];
    const found = ancova(momentsOf(female), momentsOf(male));
    expect(answer).toMatchObject({ suppressed: false, first: { n: female.length }, second: { n: male.length } });
    expect(answer.adjusted.difference).toBeCloseTo(found?.difference ?? NaN, 6);
    expect(answer.adjusted.interval.lower).toBeCloseTo(found?.interval.lower ?? NaN, 6);
    expect(answer.adjusted.p).toBeCloseTo(found?.p ?? NaN, 6);
    expect(answer.multipleComparisons.possiblePairs).toBe(1);
    expect(answer.first.adjustedMean - answer.second.adjustedMean).toBeCloseTo(answer.adjusted.difference, 5);
  });

  it('widens its interval for all the pairs one could have looked at', async () => {
    const { adjusted, multipleComparisons } = await ask('comparison?measure=nrs-pain&by=category&first=fibromyalgia&second=depression');
    expect(multipleComparisons.possiblePairs).toBe(3);
    expect(multipleComparisons.interval.upper - multipleComparisons.interval.lower).toBeGreaterThan(adjusted.interval.upper - adjusted.interval.lower);
  });

  it('shows neither group where one is hidden, and no group against itself', async () => {
    expect(await ask('comparison?measure=nrs-pain&by=sex&first=female&second=intersex')).toMatchObject({ suppressed: true, first: null, second: null });
    expectStatus(await clinic.as('clinician').get('/v1/cohorts/comparison?measure=nrs-pain&by=sex&first=female&second=female'), 400);
  });
});

describe('groups under five', () => {
  const DIMENSIONS = ['protocol', 'category', 'sex', 'adherence'] as const;

  it('cannot be told by any pair of questions that differ in one filter', async () => {
    const shown: { key: Record<string, string>; n: number; observed: number }[] = [];
    const subsets = DIMENSIONS.reduce<string[][]>((sofar, name) => [...sofar, ...sofar.map((subset) => [...subset, name])], [[]]).filter(({ length }) => length <= 3);
    for (const subset of subsets) {
      const { groups } = await ask(`outcomes?measure=nrs-pain${subset.length > 0 ? `&groupBy=${subset.join(',')}` : ''}`);
      for (const { key, n, observed, suppressed } of groups) if (!suppressed) shown.push({ key, n, observed: observed?.n ?? 0 });
    }
    expect(shown.length).toBeGreaterThan(20);
    for (const whole of shown) {
      expect(whole.n).toBeGreaterThanOrEqual(5);
      for (const part of shown) {
        const added = Object.keys(part.key).filter((name) => !(name in whole.key));
        if (added.length !== 1 || Object.entries(whole.key).some(([name, value]) => part.key[name] !== value)) continue;
        expect(isSmall(whole.n - part.n)).toBe(false);
        if (part.observed > 0 && whole.observed > 0) expect(isSmall(whole.observed - part.observed)).toBe(false);
      }
    }
  });

  it('cannot be told by moving the period', async () => {
    const quarters = ['2023-01-01', '2023-04-01', '2023-07-01', '2023-10-01'];
    const counts: { from: string; n: number }[] = [];
    for (const from of ['', ...quarters]) {
      const { groups } = await ask(`outcomes?measure=nrs-pain&category=fibromyalgia${from && `&from=${from}`}`);
      if (!groups[0].suppressed) counts.push({ from, n: groups[0].n });
    }
    expect(counts.length).toBeGreaterThan(1);
    for (const one of counts) for (const other of counts) expect(isSmall(one.n - other.n)).toBe(false);
  });

  it('are hidden from a filter as they are from a group', async () => {
    const { groups } = await ask('outcomes?measure=nrs-pain&groupBy=protocol');
    const hidden = groups.filter(({ suppressed }: Json) => suppressed);
    expect(hidden.length).toBeGreaterThan(0);
    for (const { key } of hidden) expect((await ask(`outcomes?measure=nrs-pain&protocol=${key.protocol}`)).groups[0].suppressed).toBe(true);
  });
});

describe('harm', () => {
  it('has exact intervals, without any event too', async () => {
    const own = await service.newClinic();
    const { groups: none } = expectStatus(await own.as('clinician').get('/v1/cohorts/adverse-events'), 200);
    expect(none).toEqual([{ key: {}, suppressed: true, patients: null, sessions: null, rates: [] }]);
    for (const hour of [14, 15, 16, 17, 18]) {
      await laterOn(service, own, `2030-03-04T${hour}:00:00Z`, 'front-desk', 'clinician', 'operator');
      await completedSession(service, own);
    }
    const { groups: [group] } = expectStatus(await own.as('clinician').get('/v1/cohorts/adverse-events?groupBy=modality'), 200);
    expect(group).toMatchObject({ key: { modality: 'rtms' }, patients: 5, sessions: 5 });
    expect(group.rates[0]).toMatchObject({ category: 'any', events: 0, perThousandSessions: 0, interval: { lower: 0 } });
    // 3.688879 events at most, of 5 sessions: R, poisson.test(0)
    expect(group.rates[0].interval.upper).toBeCloseTo((3.68887945411394 * 1000) / 5, 4);
  });
});
