import { writeFileSync } from 'node:fs';
import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 160);
});
afterAll(() => service.stop());

async function drawn(query: string): Promise<{ text: string; words: string }> {
  const answer = await clinic.as('clinician').get(`/v1/cohorts/outcomes.svg?measure=nrs-pain&${query}`);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  const folder = process.env['KEEP_REPORTS'];
  if (folder) writeFileSync(`${folder}/${query.replaceAll(/[^a-z]+/gi, '-')}.svg`, answer.text);
  return { text: answer.text, words: /<desc id="d">(.*?)<\/desc>/s.exec(answer.text)?.[1] ?? '' };
}
const groups = async (query: string): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/cohorts/outcomes?measure=nrs-pain&${query}`), 200).groups;
const nameOf = (key: object): string => Object.values(key).join(', ').replaceAll('-', ' ');

/** As it is printed: two places, and a minus sign that is one. */
const printed = (value: number): string => value.toFixed(2).replace('-', '−');

describe('the pictures of a cohort', () => {
  it('draw each group that is shown with its interval, and none that is hidden', async () => {
    for (const theme of ['light', 'dark']) {
      const { words, text } = await drawn(`picture=forest&groupBy=protocol&theme=${theme}`);
      const all = await groups('groupBy=protocol');
      const [shown, hidden] = [all.filter(({ observed }) => observed), all.filter(({ observed }) => !observed)];
      expect([shown.length > 0, hidden.length > 0]).toEqual([true, true]);
      for (const { key, observed } of shown) expect(words).toContain(`${nameOf(key)} ${printed(observed.mean)} (${printed(observed.interval.lower)} to ${printed(observed.interval.upper)}), n ${observed.n}`);
      for (const { key } of hidden) expect(text).not.toContain(`>${nameOf(key)}<`);
      const [whole] = await groups('');
      expect(words).toContain(`all together ${printed(whole.observed.mean)} (${printed(whole.observed.interval.lower)}`);
      expect(words).toContain('groups are not shown: fewer than five');
    }
  });

  it('tell the share of responders as the numbers do', async () => {
    const { words } = await drawn('picture=responder-curve&groupBy=category');
    for (const { key, observed } of await groups('groupBy=category')) {
      const [, n, at30] = new RegExp(`${nameOf(key)}, n (\\d+): .*?30 % or more (\\d+) %`).exec(words) ?? [];
      expect(Number(n)).toBe(observed.responder30.total);
      // Blocks of five move the share by no more than a block to each side.
      expect(Math.abs(Number(at30) / 100 - observed.responder30.share)).toBeLessThanOrEqual(6 / observed.responder30.total);
    }
    await drawn('picture=responder-curve&theme=dark');
  });

  it('show no single patient: every bar of a waterfall is five or more', async () => {
    for (const query of ['picture=waterfall', 'picture=waterfall&groupBy=category&theme=dark', 'picture=waterfall&groupBy=ageBand']) {
      const { words, text } = await drawn(query);
      const sizes = [...words.matchAll(/(\d+) patients -?[\d.]+ %/g)].map(([, n]) => Number(n));
      expect(sizes.length).toBeGreaterThan(0);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5);
      expect(text).not.toMatch(/<script|<image|<foreignObject|url\(http|on\w+="/i);
    }
  });

  it('draw only groups that the numbers show too', async () => {
    const { words } = await drawn('picture=waterfall&groupBy=targetRegion,category');
    const shown = (await groups('groupBy=targetRegion,category')).filter(({ observed }) => observed).map(({ key }) => nameOf(key));
    const named = [...words.slice(words.indexOf('or more. ') + 9).matchAll(/(?:^|; )([^;:]+?), n \d+:/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(shown).toContain(name);
  });

  it('say so where nothing can be shown, and refuse what is no question', async () => {
    const other = await service.newClinic();
    for (const picture of ['forest', 'waterfall', 'responder-curve']) {
      const answer = await other.as('clinician').get(`/v1/cohorts/outcomes.svg?measure=nrs-pain&picture=${picture}`);
      expect([answer.status, answer.text.includes('No group can be shown.')]).toEqual([200, true]);
    }
    for (const query of ['picture=cake', 'picture=forest&at=never', 'picture=waterfall&groupBy=name', '']) expectStatus(await clinic.as('clinician').get(`/v1/cohorts/outcomes.svg?measure=nrs-pain&${query}`), 400);
    expectStatus(await clinic.as('front-desk').get('/v1/cohorts/outcomes.svg?measure=nrs-pain&picture=forest'), 403);
  });
});
