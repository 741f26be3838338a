import { randomBytes } from 'node:crypto';
import { GUESSES_PER_WINDOW } from '../../src/outcome-measures/self-report/throttle.js';
import { expectStatus, type Answered, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, newPatient } from '../support/world.js';

describe('a token that opens nothing', () => {
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;
  let courseId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    ({ patientId, courseId } = await activeCourse(service, clinic));
  });
  afterAll(() => service.stop());

  const invite = async (more: Json = {}): Promise<Json> => expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId, measures: ['nrs-pain'], ...more }), 201);
  /** Everything that a stranger can see, less what differs with every request. */
  const seenOf = ({ status, headers, body, text }: Answered): Json => {
    const told = Object.fromEntries(Object.entries(headers).filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name)));
    return { status, told, body: body ? { ...body, requestId: '', instance: '' } : text };
  };

  /** Each in the way it stops working. */
  const deadTokens = async (): Promise<Record<string, string>> => {
    const genuine = await invite();
    const used = await invite();
    expectStatus(await service.anyone().post(`/v1/self-report/${used.token}`, { answers: { pain: 3 } }), 201);
    const revoked = await invite();
    expectStatus(await clinic.as('operator').post(`/v1/self-report-links/${revoked.id}/revoke`, {}), 200);
    const archived = await invite({ patientId: await newPatient(clinic) });
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${archived.patientId}/archive`, {}), 200);
    const ofCourse = await invite({ courseId });
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/discontinue`, { reason: 'patient wishes' }), 200);
    const expired = await invite({ expiresAt: '2030-03-04T14:05:00Z' });
    service.clock.set('2030-03-04T14:05:00.000Z');
    const last = genuine.token.slice(0, -1) + (genuine.token.endsWith('A') ? 'E' : 'A');
    return { used: used.token, revoked: revoked.token, archived: archived.token, 'course closed': ofCourse.token, expired: expired.token, 'one character off': last, 'another clinic': randomBytes(40).toString('base64url'), nonsense: 'nonsense', 'an id': genuine.id };
  };

  it('is refused in the same way whatever is wrong with it, read or written', async () => {
    const tokens = await deadTokens();
    const answers: Json[] = [];
    for (const token of Object.values(tokens)) {
      answers.push(seenOf(await service.anyone().get(`/v1/self-report/${token}`)));
      answers.push(seenOf(await service.anyone().post(`/v1/self-report/${token}`, { answers: { pain: 3 } })));
    }
    expect(answers).toHaveLength(18);
    expect(answers[0].status).toBe(404);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('costs whoever tries a thousand of them a wait, and nobody else', async () => {
    service.clock.set('2030-03-04T14:30:00.000Z');
    const { token } = await invite();
    const statuses: number[] = [];
    let waited: string | undefined;
    for (let n = 0; n < 1000; n += 1) {
      const guess = token.slice(0, 22) + randomBytes(24).toString('base64url').slice(0, 32);
      const answer = await service.anyone().get(`/v1/self-report/${guess}`);
      statuses.push(answer.status);
      waited ??= answer.headers['retry-after'];
      expect(answer.text).not.toContain('Robin');
    }
    const refused = statuses.filter((status) => status === 404).length;
    const throttled = statuses.filter((status) => status === 429).length;
    process.stdout.write(`    1,000 guesses: ${refused} refused, ${throttled} throttled, none let in\n`);
    expect([refused, throttled]).toEqual([GUESSES_PER_WINDOW, 1000 - GUESSES_PER_WINDOW]);
    expect(waited).toBe('900');
    expectStatus(await service.anyone().get(`/v1/self-report/${token}`), 429);
    const elsewhere = await service.app.inject({ method: 'GET', url: `/v1/self-report/${token}`, remoteAddress: '203.0.113.7' });
    expect(elsewhere.statusCode).toBe(200);
    service.clock.advanceMinutes(15);
    expectStatus(await service.anyone().get(`/v1/self-report/${token}`), 200);
  });
});
