import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 60, 10);
});
afterAll(() => service.stop());

const ask = async (path: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/cohorts/${path}`), 200);
const change = (statement: string): Promise<void> =>
  past(service, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(statement, [clinic.id]);
  });
/** Every score of pain by its session: `score` over `n`, the treatments until then, and `k`, a number of the course. */
const scores = (score: string): Promise<void> =>
  change(`update assessments a set unrounded_score = ${score}, score = ${score} from (select id, session_number as n, dense_rank() over (order by course_id) % 7 as k from assessments where clinic_id = $1) as o
    where a.clinic_id = $1 and a.id = o.id and a.measure = 'nrs-pain'`);

describe('a cohort without spread', () => {
  it('has no interval and no size of a change that is the same in everybody', async () => {
    await scores('case when n = 0 then 5.1 + k * 0.3 else 3.3 + k * 0.3 end');
    const { observed, baseline } = (await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0];
    expect(observed).toMatchObject({ mean: -1.8, sd: 0, interval: null, effectSize: null });
    expect(baseline.sd).toBeGreaterThan(0.5);
  });

  it('has no adjusted comparison where all begin alike, and none of a perfect line', async () => {
    await scores('case when n = 0 then 7.1 else k end');
    const alike = await ask('comparison?measure=nrs-pain&at=session:10&by=sex&first=female&second=male');
    expect([alike.suppressed, alike.adjusted, alike.multipleComparisons.interval]).toEqual([false, null, null]);
    expect((await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0]).toMatchObject({ baseline: { sd: 0 }, observed: { effectSizeOfBaseline: null } });
    await scores('case when n = 0 then 5.1 + k * 0.3 else (5.1 + k * 0.3) * 0.7 end');
    expect((await ask('comparison?measure=nrs-pain&at=session:10&by=sex&first=female&second=male')).adjusted).toBeNull();
  });

  it('counts nobody for a percentage of a baseline of 0', async () => {
    await scores('case when n = 0 then 0 else k end');
    expect((await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0].observed.responder30).toEqual({ count: 0, total: 0, share: null, interval: null });
    expect((await ask('comparison?measure=nrs-pain&at=session:10&by=sex&first=female&second=male')).numberNeeded).toBeNull();
  });

  it('has all as responders with an interval below one', async () => {
    await scores('case when n = 0 then 8 else k * 0.1 end');
    const { observed } = (await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0];
    expect(observed.responder50).toMatchObject({ share: 1, interval: { upper: 1 } });
    expect(observed.responder50.interval.lower).toBeLessThan(1);
    expect((await ask('comparison?measure=nrs-pain&at=session:10&by=sex&first=female&second=male')).numberNeeded).toMatchObject({ riskDifference: 0, numberNeededToTreat: null, interval: null });
  });
});

describe('a measure of two versions', () => {
  it('compares no score with a baseline of another version, and says which versions a group holds', async () => {
    const before = (await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0];
    const { measureVersions: [current] } = await ask('outcomes?measure=nrs-pain&at=session:10');
    await change(`update assessments a set measure_version = 'next', unrounded_score = 0, score = 0 where a.clinic_id = $1 and a.measure = 'nrs-pain' and a.session_number >= 8`);
    const crossed = await ask('outcomes?measure=nrs-pain&at=session:10');
    expect(before.observed.n).toBeGreaterThan(20);
    expect([crossed.groups[0].n, crossed.groups[0].missing, crossed.groups[0].observed]).toEqual([before.n, before.n, null]);
    // What is carried forward is the last of the first version, not the 0 of the next.
    expect(crossed.groups[0].carriedForward.mean).toBeGreaterThan(before.observed.mean - 2);
    expect([crossed.measureVersions, crossed.notes.length]).toEqual([[current], (await ask('outcomes?measure=phq-9&at=session:10')).notes.length]);
    await change(`update assessments a set measure_version = 'next' where a.clinic_id = $1 and a.measure = 'nrs-pain' and a.course_id in (select id from courses where clinic_id = $1 order by id limit 30)`);
    const mixed = await ask('outcomes?measure=nrs-pain&at=session:10');
    expect(mixed.measureVersions).toEqual([current, 'next'].sort());
    expect(mixed.notes.at(-1)).toContain('2 versions of the measure');
    expect(await ask('comparison?measure=nrs-pain&at=session:10&by=sex&first=female&second=male')).toMatchObject({ measureVersions: [current, 'next'].sort() });
  });
});

describe('a first score after the moment', () => {
  it('is no baseline of it', async () => {
    const { n } = (await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0];
    await change(`update assessments a set session_number = 15 where a.clinic_id = $1 and a.measure = 'nrs-pain' and a.course_id in (select id from courses where clinic_id = $1 order by id limit 10)`);
    expect((await ask('outcomes?measure=nrs-pain&at=session:10')).groups[0].n).toBe(n - 10);
  });
});
