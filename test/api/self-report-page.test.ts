import type { AddressInfo } from 'node:net';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse } from '../support/world.js';

/** Where pictures of the screens are laid, for whoever wants to look at them. */
const PICTURES = process.env['PICTURES'];
const PHONE = { width: 375, height: 667 };
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the self-report page in a browser of phone size', () => {
  let service: Service;
  let clinic: TestClinic;
  let browser: Browser;
  let base: string;
  let patientId: string;
  let courseId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    ({ patientId, courseId } = await activeCourse(service, clinic));
    await service.app.listen(0, '127.0.0.1');
    base = `http://127.0.0.1:${(service.app.getHttpServer().address() as AddressInfo).port}`;
    browser = await openBrowser();
    if (PICTURES) await mkdir(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  const invite = async (measures: string[], more: Json = {}): Promise<Json> => expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId, courseId, measures, ...more }), 201);
  const assessments = async (measure: string): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/assessments?courseId=${courseId}&measure=${measure}`), 200).items;

  /** A phone at the link, and everything on the way that a browser complained of or fetched elsewhere. */
  const visit = async (token: string, options: { javaScriptEnabled?: boolean; colorScheme?: 'dark' | 'light' } = {}): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({ viewport: PHONE, ...options });
    context.setDefaultTimeout(5000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (fault) => complaints.push(fault.message));
    page.on('request', (request) => { if (!request.url().startsWith(base)) complaints.push(`fetched ${request.url()}`); });
    await page.goto(`${base}/self-report/${token}`);
    return { page, complaints };
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };
  /** Serious and critical faults of accessibility; the checker runs outside the page's own policy. */
  const axeFaults = async (page: Page): Promise<string[]> => {
    const source = await readFile(AXE, 'utf8');
    const results = (await page.evaluate(`(() => { ${source}; return axe.run(document, { resultTypes: ['violations'] }); })()`)) as Json;
    return results.violations.filter(({ impact }: Json) => impact === 'serious' || impact === 'critical').map(({ id, nodes }: Json) => `${id}: ${nodes[0].html}`);
  };
  /** Tab until something that shows `text` has the focus. */
  const tabTo = async (page: Page, text: string): Promise<void> => {
    for (let n = 0; n < 30; n += 1) {
      await page.keyboard.press('Tab');
      const shown = await page.locator(':focus').textContent().catch(() => '');
      if (shown?.includes(text)) return;
    }
    throw new Error(`no way to "${text}" by keyboard on: ${await page.locator('main').textContent()}`);
  };

  const expectChange = async (page: Page, title: string): Promise<void> => {
    for (let n = 0; n < 50 && (await page.title()) === title; n += 1) await page.waitForTimeout(50);
    expect(await page.title()).not.toBe(title);
  };

  it.each([true, false])('is completed by keyboard alone (scripts run: %s), saving as it goes', async (javaScriptEnabled) => {
    const { token } = await invite(['phq-9', 'nrs-pain']);
    const before = (await assessments('phq-9')).length;
    const { page, complaints } = await visit(token, { javaScriptEnabled });
    expect(await page.locator('h1').textContent()).toBe('Hello Robin');
    expect(await page.content()).not.toMatch(/Quillfeather|1971/);
    await tabTo(page, 'Start');
    await page.keyboard.press('Enter');
    for (const label of ['Several days', 'More than half', 'More than half', 'Several days', 'Several days', 'More than half', 'Several days', 'Not at all', 'Not at all']) {
      await page.waitForSelector('[role="group"]');
      const asked = await page.title();
      await tabTo(page, label);
      await page.keyboard.press('Enter');
      await expectChange(page, asked);
    }
    // Closed half-way and opened again: nothing is lost.
    const again = await visit(token, { javaScriptEnabled });
    expect(await again.page.locator('main').textContent()).toContain('Go on where you stopped');
    await tabTo(again.page, 'Go on where you stopped');
    await again.page.keyboard.press('Enter');
    await again.page.waitForURL(/function/);
    await tabTo(again.page, 'Somewhat difficult');
    await again.page.keyboard.press('Enter');
    await again.page.waitForURL(/nrs-pain/);
    await tabTo(again.page, '4');
    await again.page.keyboard.press('Enter');
    await again.page.waitForURL(/show=review/);
    await tabTo(again.page, 'Send my answers');
    await again.page.keyboard.press('Enter');
    await again.page.waitForURL(/done/);
    expect(await again.page.locator('h1').textContent()).toBe('Thank you');
    const made = await assessments('phq-9');
    expect(made.length).toBe(before + 1);
    expect(made.at(-1)).toMatchObject({ score: 10, enteredBy: 'patient', answers: { q1: 1, q2: 2, q9: 0, function: 1 } });
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.goto(`${base}/self-report/${token}`);
    expect(await again.page.locator('h1').textContent()).toBe('This link cannot be used');
  }, 60_000);

  it('has no serious fault of accessibility on any screen, by day and by night, in both languages', async () => {
    const faults: string[] = [];
    for (const [colorScheme, lang] of [['light', 'en'], ['dark', 'de']] as const) {
      const { token } = await invite(['phq-9', 'nrs-pain', 'vas-pain', 'gad-7', 'promis-29'], { language: lang });
      const { page } = await visit(token, { colorScheme });
      for (const place of ['', `?lang=${lang}&q=phq-9.q8`, `?lang=${lang}&q=nrs-pain.pain`, `?lang=${lang}&q=vas-pain.pain`, `?lang=${lang}&q=vas-pain.pain&show=wrong`, `?lang=${lang}&q=promis-29.q1`, `?lang=${lang}&show=review`, `?lang=${lang}&show=help`]) {
        await page.goto(`${base}/self-report/${token}${place}`);
        faults.push(...(await axeFaults(page)).map((fault) => `${place} ${fault}`));
        await picture(page, `${lang}-${colorScheme}${place.replaceAll(/[^a-z0-9]+/g, '-')}`);
        const tooSmall = await page.locator('main button, main a').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML));
        expect(tooSmall).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
      }
      for (const open of ['/self-report', '/self-report/done?how=kiosk-help', '/self-report/done', '/self-report/nothing']) {
        await page.goto(base + open);
        faults.push(...(await axeFaults(page)).map((fault) => `${open} ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('shows where help is the moment an answer asks for it, with the alert already raised', async () => {
    const { token } = await invite(['phq-9'], { kiosk: true });
    const { page } = await visit(token, { javaScriptEnabled: false });
    const open = async (): Promise<number> => expectStatus(await clinic.as('clinician').get('/v1/alerts?status=open'), 200).items.filter(({ kind }: Json) => kind === 'suicidality').length;
    const before = await open();
    await page.goto(`${base}/self-report/${token}?lang=en&q=phq-9.q9`);
    await page.getByRole('button', { name: 'Several days' }).click();
    expect(await page.locator('[role="alert"]').textContent()).toContain('tell a member of the team');
    expect(await page.locator('dl').textContent()).toContain('988');
    expect(await open()).toBe(before + 1);
    await picture(page, 'help');
  });

  it('leaves nothing behind on a tablet of the clinic', async () => {
    const { token } = await invite(['nrs-pain'], { kiosk: true });
    const { page } = await visit(token);
    await page.goto(`${base}/self-report/${token}?lang=en&q=nrs-pain.pain`);
    await page.getByRole('button', { name: '7', exact: true }).click();
    await page.getByRole('button', { name: 'Send my answers' }).click();
    await page.waitForURL(/done/);
    expect((await page.request.get(page.url())).headers()['refresh']).toBe('15; url=/self-report');
    await page.goBack();
    expect(await page.locator('main').textContent()).not.toMatch(/7|Robin/);
  });
});
