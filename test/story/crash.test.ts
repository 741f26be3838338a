import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { playTour } from '../../bin/tour/play.mjs';
import type { Json } from '../support/caller.js';
import { cloneDatabase, type ClonedDatabase } from '../support/database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

interface Answer {
  status: number;
  body: Json;
  headers: Record<string, string>;
}
type Call = { method: string; headers: Record<string, string>; body?: string };

/** One request in so many is followed by a kill: 1 for all of them (half a minute more). Where it begins changes from run to run. */
const EVERY = Number(process.env['CRASH_EVERY'] ?? 3);
const OFFSET = Math.floor(Math.random() * EVERY);

/** As the power going out, in the middle of the main job: everything that was acknowledged is still there. */
describe('a service that is killed and started again', () => {
  const base = 'http://service';
  let database: ClonedDatabase;
  let service: MortalService;
  let superuser: pg.Client;

  beforeAll(async () => {
    database = await cloneDatabase();
    superuser = new pg.Client(database.superuserUrl);
    await superuser.connect();
    service = new MortalService(database.ownerUrl, TEST_PASSWORD, { CLOCK: '2030-03-04T14:00:00.000Z' });
    await service.start();
  });
  afterAll(async () => {
    await service.kill();
    await superuser.end();
    await database.drop();
  });

  async function send(url: string, { method, headers, body }: Call): Promise<Answer> {
    const answer = await fetch(url.replace(base, service.address), { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: Object.fromEntries(answer.headers) };
  }

  const restart = async (): Promise<void> => {
    await service.kill();
    await service.start();
  };

  it(`keeps every acknowledged step of the tour (killed after one request in ${EVERY})`, async () => {
    const acknowledged: { path: string; token: string; body: Json }[] = [];
    const changes: string[] = [];
    const { answers, review } = await playTour({
      base,
      password: TEST_PASSWORD,
      nowMs: service.nowMs(),
      send: async (url: string, call: Call) => {
        const answer = await send(url, call);
        const token = call.headers['Authorization'] ?? '';
        const location = answer.headers['location'];
        if (location) acknowledged.push({ path: new URL(location, base).pathname, token, body: answer.body });
        const isReplay = answer.headers['idempotency-replayed'] === 'true';
        const isChange = call.method !== 'GET' && !url.includes('/auth/') && !url.endsWith('/check') && !call.body?.includes('dryRun');
        if (isChange && !isReplay) changes.push(answer.headers['x-request-id'] ?? url);
        return answer;
      },
      between: async (step: number) => {
        if (step % EVERY === OFFSET) await restart();
      },
    });
    await restart();
    expect(service.kills).toBeGreaterThanOrEqual(Math.floor(answers.size / EVERY));

    // What was made can be read, and is what was answered, but for what later steps changed.
    expect(acknowledged.length).toBeGreaterThanOrEqual(9);
    for (const { path, token, body } of acknowledged) {
      const now = await send(`${base}${path}`, { method: 'GET', headers: { authorization: token } });
      expect([path, now.status]).toEqual([path, 200]);
      expect(now.body.id).toBe(body.id);
    }
    const session = await send(`${base}/v1/sessions/${answers.get('signed')?.body.id}`, { method: 'GET', headers: { authorization: bearer(answers.get('clinician')) } });
    expect(session.body).toEqual(answers.get('signed')?.body);
    expect(answers.get('again')?.body).toEqual(answers.get('series')?.body);

    // Every change that was answered stands in the trail, and the trail is whole.
    const { rows } = await superuser.query('select distinct request_id as id from audit_entries where request_id = any($1)', [changes]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(changes));
    const [{ n }] = (await superuser.query('select count(*)::int as n from sessions')).rows;
    expect(n).toBe(15);

    const again = await send(`${base}/v1/courses/${answers.get('course')?.body.id}/review`, { method: 'GET', headers: { authorization: bearer(answers.get('clinician')) } });
    expect(again.body).toEqual(review);
    expect(review.adherence).toMatchObject({ planned: 15, delivered: 1, scheduled: 14 });
    expect(review.measures.map(({ measure, fromBaseline }: Json) => [measure, fromBaseline])).toEqual([['nrs-pain', -3], ['phq-9', -6]]);
    expect(review.dose).toMatchObject({ prescribedPulses: 3000, deliveredPulses: 3000 });
  }, 180_000);

  it('books a course wholly or not at all when it is killed in the midst of booking it', async () => {
    const { answers } = await playTour({ base, password: TEST_PASSWORD, send, nowMs: service.nowMs() });
    const desk = answers.get('desk');
    const startDate = answers.get('plan')?.body.sessions[0].startsAt.slice(0, 10);
    for (const delayMs of [2, 15, 50]) {
      const courseId = await anotherCourse(answers, `crash-${delayMs}`);
      const book = (): Promise<Answer> =>
        post(`/v1/courses/${courseId}/schedule`, desk, { startDate, preferredTimes: ['09:00'], policy: 'nearest' }, { 'idempotency-key': `series-${delayMs}` });
      const inFlight = book().catch(() => undefined);
      await wait(delayMs);
      await restart();
      await inFlight;

      const before = await bookedOf(courseId);
      expect([{ sessions: 0, claims: 0 }, { sessions: 15, claims: 60 }]).toContainEqual(before);
      const answer = await book();
      expect([answer.status, answer.body.sessions?.length]).toEqual([201, 15]);
      expect(answer.headers['idempotency-replayed'] === 'true').toBe(before.sessions === 15);
      expect(await bookedOf(courseId)).toEqual({ sessions: 15, claims: 60 });
    }
  }, 120_000);

  async function bookedOf(courseId: string): Promise<{ sessions: number; claims: number }> {
    const { rows } = await superuser.query(
      `select count(*)::int as sessions, (select count(*)::int from claims where live and occupant_id in (select id from sessions where course_id = $1)) as claims
       from sessions where course_id = $1`,
      [courseId],
    );
    return rows[0];
  }

  /** The same prescription as in the tour, for somebody else. */
  async function anotherCourse(answers: Map<string, Answer>, mrn: string): Promise<string> {
    const of = (name: string): Json => answers.get(name)?.body;
    const [clinician, desk] = [answers.get('clinician'), answers.get('desk')];
    const patient = await post('/v1/patients', desk, { mrn, givenName: 'Kim', familyName: 'Quillfeather', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' });
    const patientId = patient.body.id;
    const { icd10, description, category, side, onsetDate } = of('condition');
    const condition = await post(`/v1/patients/${patientId}/conditions`, clinician, { icd10, description, category, side, onsetDate });
    await post(`/v1/patients/${patientId}/screenings`, clinician, { answers: of('screening').answers });
    for (const kind of ['treatment', 'off-label']) {
      await post(`/v1/patients/${patientId}/consents`, clinician, { kind, signedAt: of('screening').screenedAt, documentVersion: '2030-01', signedBy: 'Kim Example' });
    }
    const course = await post('/v1/courses', clinician, { patientId, protocolId: of('course').protocolId, conditionId: condition.body.id, target: { method: 'motor-hotspot' } });
    const activated = await post(`/v1/courses/${course.body.id}/activate`, clinician, { overrides: [{ rule: 'S05', rationale: 'As published.' }] });
    expect(activated.status).toBe(200);
    return course.body.id;
  }

  const bearer = (login: Answer | undefined): string => `Bearer ${login?.body.accessToken}`;

  const post = (path: string, login: Answer | undefined, body: Json, headers: Record<string, string> = {}): Promise<Answer> =>
    send(`${base}${path}`, { method: 'POST', headers: { authorization: bearer(login), 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
});
