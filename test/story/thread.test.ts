import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { playTour } from '../../bin/tour/play.mjs';
import { loadDemo } from '../../src/demo/demo.js';
import { readConfig } from '../../src/platform/config/config.js';
import { expectStatus, type Answered, type Json } from '../support/caller.js';
import { startService, TEST_NOW, TEST_PASSWORD, type Service } from '../support/service.js';

/** The tour of the README, played against the whole service; every number of its review recomputed by hand. */
describe('one patient, from intake to outcome', () => {
  let service: Service;
  let answers: Map<string, { status: number; body: Json; headers: Record<string, string> }>;
  let review: Json;
  const requests: Json[] = [];

  beforeAll(async () => {
    service = await startService();
    await loadDemo(service.app, readConfig({ NODE_ENV: 'test', DATABASE_URL: service.databaseOfTest.ownerUrl, DEMO_PASSWORD: TEST_PASSWORD }));
    const base = 'http://service';
    ({ answers, review } = await playTour({
      base,
      password: TEST_PASSWORD,
      nowMs: Date.parse(TEST_NOW),
      send: async (url: string, { method, headers, body }: { method: string; headers: Record<string, string>; body?: string }) => {
        const token = headers['Authorization']?.replace('Bearer ', '');
        const { Authorization: _auth, ...rest } = headers;
        const answer = await sent(token, method, url.replace(base, ''), body, rest);
        service.clock.advanceMinutes(1);
        return answer;
      },
    }));
  });
  afterAll(() => service.stop());

  /** Sends, and keeps what was sent and when. */
  async function sent(token: string | undefined, method: string, path: string, text?: string, headers: Record<string, string> = {}): Promise<Answered> {
    const at = new Date(service.clock.nowMs()).toISOString();
    const answer = await service.anyone(token).send(method, path, text, headers);
    if (answer.status < 300) requests.push({ at, method, path, body: text === undefined ? {} : JSON.parse(text), answer: answer.body });
    return answer;
  }

  /** What a program that knows nothing of this code makes of it. */
  function recomputed(of: Json): { compared: number; differences: Json[] } {
    const log = { timeZone: 'America/New_York', requests, review: of, reviewedAt: new Date(service.clock.nowMs()).toISOString() };
    const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../independent/recompute-review.mjs')], { input: JSON.stringify(log), encoding: 'utf8' });
    if (stderr) throw new Error(stderr);
    return JSON.parse(stdout) as { compared: number; differences: Json[] };
  }

  const body = (name: string): Json => answers.get(name)?.body;

  it('takes her in: chronic pain, a clear screening', () => {
    expect(body('condition')).toMatchObject({ chronic: true, icd10Topic: expect.any(String) });
    expect(body('screening')).toMatchObject({ outcome: 'clear', findings: [] });
  });

  it('names what the dose goes beyond', () => {
    expect(body('check').findings.map(({ rule, severity }: Json) => `${rule} ${severity}`)).toEqual(['S05 override', 'S06 info']);
    expect(body('check').derived).toMatchObject({ totalPulses: 3000, stimulationSeconds: 880 });
  });

  it('stimulates opposite to the pain, at the output that follows from the threshold', () => {
    expect(body('course')).toMatchObject({ status: 'draft', hemisphere: 'left', offLabel: true });
    expect(body('activation')).toMatchObject({ status: 'active', overrides: [{ rule: 'S05' }] });
    expect(body('threshold')).toMatchObject({ percentMso: 54, outputPercentMso: 43, deliverable: true });
  });

  it('books the whole course in one call, and once', () => {
    const { sessions, unplaced } = body('series');
    expect(sessions).toHaveLength(15);
    expect(unplaced).toEqual([]);
    expect(body('plan').sessions.map(({ startsAt }: Json) => startsAt)).toEqual(sessions.map(({ startsAt }: Json) => startsAt));
    expect(body('again')).toEqual(body('series'));
    expect(answers.get('again')?.headers['idempotency-replayed']).toBe('true');
    expect(new Set(sessions.map(({ deviceId }: Json) => deviceId)).size).toBe(1);
  });

  it('shows the day, treats and signs', () => {
    expect(body('board').sessions.map(({ id }: Json) => id)).toContain(body('moved').id);
    expect(body('checkIn').status).toBe('checked-in');
    expect(body('started')).toMatchObject({ status: 'in-progress', prescribed: { outputPercentMso: 43, totalPulses: 3000 } });
    expect(body('completed')).toMatchObject({ status: 'completed', delivered: { fidelity: 'as-prescribed', percentOfPrescribedPulses: 100 } });
    expect(body('signed')).toMatchObject({ status: 'signed', signatures: [{ meaning: 'reviewed' }] });
  });

  it('answers the question: pain 7 → 4, PHQ-9 10 → 4, one of 15 sessions, 3000 pulses', () => {
    const [pain, mood] = review.measures;
    // (7 − 4) / 7 = 42.857 %: at least 30, less than 50.
    expect(pain).toMatchObject({ measure: 'nrs-pain', fromBaseline: -3, percent: 42.9, responder30: true, responder50: false, responder: true });
    // (10 − 4) / 10 = 60 %: a response; 4 is below 5: remission.
    expect(mood).toMatchObject({ measure: 'phq-9', baseline: { score: 10 }, latest: { score: 4 }, fromBaseline: -6, percent: 60, responder50: true, remission: true });
    expect(pain.series.map(({ sessionNumber, cumulativePulses, score }: Json) => [sessionNumber, cumulativePulses, score])).toEqual([[0, 0, 7], [1, 3000, 4]]);
    expect(review.adherence).toMatchObject({ planned: 15, delivered: 1, scheduled: 14, missed: 0 });
    expect(review.dose).toEqual({ prescribedPulses: 3000, deliveredPulses: 3000, percent: 100, sessionsBelowPrescription: 0 });
    expect(review.summary).toContain('42.9 % better');
  });

  it('has a review of which every number follows from the raw answers', () => {
    const { compared, differences } = recomputed(review);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(60);
    // It sees a number that is off by one, and one that nobody worked out.
    expect(recomputed({ ...review, dose: { ...review.dose, deliveredPulses: 2999 } }).differences).toHaveLength(1);
    expect(recomputed({ ...review, summary: `${review.summary} 17 more.` }).differences).toHaveLength(1);
  });

  it('goes on so, over weeks, a change of clocks, a missed session, an opioid and a side effect', async () => {
    const [courseId, patientId] = [body('course').id, body('patient').id];
    const post = async (who: string, path: string, content: Json, status = 201): Promise<Json> => expectStatus(await sent((await service.logIn(`${who}@harbour.example`)).token, 'POST', path, JSON.stringify(content)), status);
    await post('clinician', `/v1/patients/${patientId}/medications`, { name: 'Oxycodone', dose: '10 mg', frequency: 'twice daily', startedOn: '2029-01-01', stoppedOn: '2030-03-12' });
    await post('operator', `/v1/sessions/${body('moved').id}/adverse-events`, { category: 'headache', grade: 1, description: 'gone after an hour' });
    // The clocks go forward on the 10th: an evening in New York is the next day in UTC, and another hour of it.
    for (const [at, pain] of [['03-06T04:30', 6], ['03-07T04:30', 5], ['03-08T04:30', 6], ['03-12T03:30', 3], ['03-13T03:30', 4], ['03-20T03:59', 5]] as const) {
      service.clock.set(`2030-${at}:00Z`);
      await post('operator', '/v1/assessments', { patientId, courseId, measure: 'nrs-pain', answers: { pain } });
    }
    await post('front-desk', `/v1/sessions/${body('series').sessions[1].id}/no-show`, { reason: 'Snow' }, 200);
    const later = expectStatus(await (await service.logIn('clinician@harbour.example')).get(`/v1/courses/${courseId}/review`), 200);
    expect(later.measures[0]).toMatchObject({ response: { days: 0 }, substantialResponse: { days: 7, heldDays: 1 } });
    const { compared, differences } = recomputed(later);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(120);
  });
});
