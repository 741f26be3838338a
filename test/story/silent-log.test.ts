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

/** Members that say something of a patient, a person or a secret. */
const TELLING = /^(givenName|familyName|birthDate|email|mrn|phone|description|detail|note|text|rationale|signedBy|payer|reference|password|plan|accessToken|refreshToken)$/;
const CANARY = { givenName: 'Quetzalina', familyName: 'Axolotlovich', email: 'quetzalina@axolotl.example', mrn: 'CANARY-77123', phone: '+1 555 0177123' };

/** As verbose as a clinic may set it. */
describe('what the service writes about itself', () => {
  let database: ClonedDatabase;
  let service: MortalService;
  const telling = new Set<string>(Object.values(CANARY));

  beforeAll(async () => {
    database = await cloneDatabase();
    service = new MortalService(database.ownerUrl, TEST_PASSWORD, { CLOCK: '2030-03-04T14:00:00.000Z', LOG_LEVEL: 'trace' });
    await service.start();
  });
  afterAll(async () => {
    await service.kill();
    await database.drop();
  });

  function collect(value: unknown, name = ''): void {
    if (typeof value === 'string' && TELLING.test(name) && value.length >= 6) telling.add(value);
    if (typeof value === 'object' && value !== null) for (const [inner, one] of Object.entries(value)) collect(one, Array.isArray(value) ? name : inner);
  }

  async function send(url: string, { method, headers, body }: Call): Promise<Answer> {
    const answer = await fetch(url.replace('http://service', service.address), { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    const parsed: Json = text !== '' && isJson ? JSON.parse(text) : text;
    if (body?.startsWith('{')) {
      try {
        collect(JSON.parse(body));
      } catch {
        // Malformed on purpose.
      }
    }
    collect(parsed);
    return { status: answer.status, body: parsed, headers: Object.fromEntries(answer.headers) };
  }

  it('names no patient, no answer and no secret, in its log or its metrics, whatever was sent', async () => {
    let token = '';
    const { answers } = await playTour({
      base: 'http://service',
      password: TEST_PASSWORD,
      nowMs: service.nowMs(),
      send: async (url: string, call: Call) => {
        token = call.headers['Authorization'] ?? token;
        return send(url, call);
      },
    });
    expect(answers.size).toBeGreaterThan(10);
    const patient = { ...CANARY, birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' };
    const authorization = `Bearer ${(await send('http://service/v1/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'front-desk@harbour.example', password: TEST_PASSWORD }) })).body.accessToken}`;
    const ask = (method: string, path: string, body?: string, more: Record<string, string> = {}) =>
      send(`http://service${path}`, { method, headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }), ...more }, ...(body !== undefined && { body }) }).then(({ status }) => status);
    const word = encodeURIComponent(CANARY.familyName);
    const hostile = [
      await ask('POST', '/v1/patients', JSON.stringify(patient)),
      await ask('POST', '/v1/patients', JSON.stringify(patient)), // a second time: the database refuses
      await ask('POST', '/v1/patients', JSON.stringify({ ...patient, birthDate: CANARY.familyName, sexAtBirth: CANARY.givenName })),
      await ask('POST', '/v1/patients', JSON.stringify({ ...patient, [CANARY.familyName]: CANARY.email })),
      await ask('POST', '/v1/patients', `{"familyName": "${CANARY.familyName}", `),
      await ask('POST', '/v1/patients', `${CANARY.familyName}\u0000`),
      await ask('POST', '/v1/patients', JSON.stringify({ ...patient, givenName: `${CANARY.givenName}\u0000` })),
      await ask('POST', '/v1/patients', JSON.stringify({ ...patient, note: CANARY.familyName.repeat(150_000) })), // more than a body may have
      await ask('GET', `/v1/patients?search=${word}`),
      await ask('GET', `/v1/patients?mrn=${CANARY.mrn}`),
      await ask('GET', `/v1/patients/${word}`),
      await ask('GET', `/v1/${word}/nothing`),
      await ask('GET', `/v1/patients?cursor=${word}`),
      await ask('GET', '/v1/patients', undefined, { 'x-request-id': CANARY.familyName, 'user-agent': CANARY.givenName, cookie: `a=${CANARY.email}` }),
      await ask('GET', '/v1/patients', undefined, { authorization: `Bearer ${CANARY.familyName}` }),
      await ask('POST', '/v1/auth/login', JSON.stringify({ email: CANARY.email, password: `${CANARY.familyName}-password` })),
      await ask('PATCH', `/v1/patients/${word}`, JSON.stringify({ familyName: CANARY.familyName }), { 'if-match': CANARY.mrn }),
    ];
    expect(hostile.every((status) => status < 500)).toBe(true);
    const metrics = (await send('http://service/metrics', { method: 'GET', headers: {} })).body;
    // The demonstration says its own password on the terminal, once, before it listens; nothing else may.
    const written = `${service.output.replace(/^Demo password: .*$/m, '')}\n${typeof metrics === 'string' ? metrics : JSON.stringify(metrics)}`;
    const found = [...telling].filter((value) => written.includes(value) || written.includes(encodeURIComponent(value)));
    expect(found).toEqual([]);
    const lines = service.output.split('\n').length;
    process.stdout.write(`${telling.size} telling values searched for in ${lines} lines of log and ${String(metrics).length} characters of metrics: 0 hits\n`);
    expect(lines).toBeGreaterThan(60);
    expect(String(metrics)).toContain('http');
  }, 120_000);
});
