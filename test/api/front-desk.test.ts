import { PERMISSIONS, type Permission } from '../../src/identity/permissions/matrix.js';
import { Reference } from '../../src/platform/openapi/reference.js';
import { expectStatus, type Answered, type Json } from '../support/caller.js';
import { clinicalIn, REFERENCE_ROUTES } from '../support/clinical-members.js';
import { everyRoute, filled, type Route } from '../support/every-route.js';
import { idAt, oneOfEverything, type OneOfEverything } from '../support/one-of-everything.js';
import { plausibleBody } from '../support/plausible-body.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { completedSession, laterOn } from '../support/world.js';

/** Words that stand in clinical fields alone, and would be known anywhere. */
const CANARIES = ['Zebrafinchitis', 'Quokkatriptyline', 'Axolotl-event', 'Narwhal-hold', 'Pangolin-tolerability', 'Capybara-addendum', 'Ocelot-adjunct', 'Wombat-goal', 'Tapir-reason'];

let service: Service;
let clinic: TestClinic;
let everything: OneOfEverything;
let canary: Record<string, string>;

beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  const [clinician, operator] = [clinic.as('clinician'), clinic.as('operator')];
  const made = async (path: string, body: Json, by = clinician): Promise<Json> => expectStatus(await by.post(path, body), 201);
  const { patientId, courseId, sessionId } = await completedSession(service, clinic);
  await made(`/v1/patients/${patientId}/conditions`, { icd10: 'M79.7', description: 'Zebrafinchitis', category: 'fibromyalgia', onsetDate: '2028-01-01' });
  await made(`/v1/patients/${patientId}/medications`, { name: 'Quokkatriptyline', dose: '25 mg', frequency: 'daily', startedOn: '2029-01-01' });
  await made(`/v1/sessions/${sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'Axolotl-event' }, operator);
  await made(`/v1/sessions/${sessionId}/addenda`, { text: 'Capybara-addendum' });
  await made(`/v1/courses/${courseId}/adjuncts`, { kind: 'cbt', plan: 'Ocelot-adjunct', startedOn: '2030-03-01' });
  await made(`/v1/courses/${courseId}/holds`, { detail: 'Narwhal-hold' });
  await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'admin', 'clinician', 'clinician2', 'operator', 'operator2', 'front-desk', 'auditor');
  everything = await oneOfEverything(service, clinic);
  canary = { patients: patientId, courses: courseId, sessions: sessionId };
});
afterAll(() => service.stop());

const REQUIRED: Record<string, string> = {
  '/v1/availability': `courseId=COURSE&from=2030-03-05T08:00:00Z&to=2030-03-08T18:00:00Z`,
  '/v1/day-board': 'date=2030-03-04',
  '/v1/week-board': 'from=2030-03-04',
};

it('no GET of the interface shows the front desk a clinical value, or a clinical member', async () => {
  const routes = everyRoute(service).filter(({ method, path }) => method === 'GET' && !path.includes('stream'));
  const desk = clinic.as('front-desk');
  const told: string[] = [];
  const count: Record<string, number> = {};
  for (const route of routes) {
    for (const ids of [everything.ids, { ...everything.ids, ...canary }]) {
      const path = filled(route, (name, template) => idAt({ ids }, name, template));
      const query = (REQUIRED[route.path] ?? '').replace('COURSE', String(ids['courses']));
      const answer = await desk.get(query ? `${path}?${query}` : `${path}?limit=200`).then(async (first) => (first.status === 400 ? desk.get(path) : first));
      count[answer.status] = (count[answer.status] ?? 0) + 1;
      if (answer.status >= 500) told.push(`${route.path}: ${answer.status}`);
      told.push(...CANARIES.filter((word) => answer.text.includes(word)).map((word) => `${route.path}: ${word}`));
      if (answer.status === 200 && !REFERENCE_ROUTES.test(route.path)) told.push(...clinicalIn(answer.body).map((place) => `${route.path}: ${place}`));
    }
  }
  expect([...new Set(told)]).toEqual([]);
  process.stdout.write(`${routes.length} GET routes, two sets of ids: ${JSON.stringify(count)}\n`);
  expect(count[200]).toBeGreaterThan(50);
});

it('nor does a refusal, of a body that is wrong or of one that is right', async () => {
  const desk = clinic.as('front-desk');
  const told: string[] = [];
  for (const route of everyRoute(service).filter(({ method, path }) => method !== 'GET' && method !== 'DELETE' && !path.startsWith('/v1/auth'))) {
    const path = filled(route, (name, template) => idAt({ ids: { ...everything.ids, ...canary } }, name, template));
    for (const body of [{}, { bogus: 1 }]) {
      const answer = await desk.send(route.method, path, body, { 'if-match': '"x"' });
      told.push(...CANARIES.filter((word) => answer.text.includes(word)).map((word) => `${route.method} ${route.path}: ${word}`));
      if (answer.status >= 500) told.push(`${route.method} ${route.path}: ${answer.status}`);
    }
  }
  expect(told).toEqual([]);
});

it('nor does what it books, moves and cancels for somebody whose treatment is on hold', async () => {
  const desk = clinic.as('front-desk');
  const document = JSON.parse(service.app.get(Reference).json) as Json;
  const ids = { ...everything.ids, ...canary };
  const named = { patientId: ids['patients'] ?? '', courseId: ids['courses'] ?? '', sessionId: ids['sessions'] ?? '', deviceId: ids['devices'] ?? '', roomId: ids['rooms'] ?? '', operatorId: ids['staff'] ?? '', subjectId: ids['devices'] ?? '' };
  const told: string[] = [];
  const reached: Record<string, number> = {};
  const look = (what: string, { status, text, body }: Answered): void => {
    reached[status] = (reached[status] ?? 0) + 1;
    told.push(...CANARIES.filter((word) => text.includes(word)).map((word) => `${what}: ${word}`));
    if (status >= 500) told.push(`${what}: ${status}`);
    // What the desk itself has just said is no news to it.
    told.push(...clinicalIn(body).filter((place) => !/\/(note|notes|category)$/.test(place)).map((place) => `${what} → ${status}: ${place}`));
  };
  const mayAsk = ({ permission, path }: Route): boolean => permission !== null && (PERMISSIONS[permission as Permission].roles as readonly string[]).includes('front-desk') && !path.startsWith('/v1/auth');
  const startsAt = (day: number, hour = 15): string => `2030-03-${String(day).padStart(2, '0')}T${hour}:00:00Z`;
  const course = { courseId: named.courseId, kind: 'treatment' };
  const bookings: Json[] = [];
  for (const day of [6, 7]) {
    const answer = await desk.post('/v1/sessions', { ...course, startsAt: startsAt(day) });
    look(`POST /v1/sessions on ${day}`, answer);
    if (answer.status === 201) bookings.push(answer.body);
  }
  for (const { id } of bookings) {
    look('GET', await desk.get(`/v1/sessions/${id}`));
    look('cancel', await desk.post(`/v1/sessions/${id}/cancel`, { reason: 'asked to' }));
  }
  for (const route of everyRoute(service).filter((one) => one.method !== 'GET' && mayAsk(one))) {
    const path = filled(route, (name, template) => idAt({ ids }, name, template));
    const reference = document.paths[route.path][route.method.toLowerCase()].requestBody?.content?.['application/json']?.schema?.$ref as string | undefined;
    const schema = reference ? document.components.schemas[reference.split('/').at(-1) ?? ''] : undefined;
    const body = schema ? { ...plausibleBody(schema, document.components.schemas, named), ...('startsAt' in (schema.properties ?? {}) && { startsAt: startsAt(8) }) } : undefined;
    const least = schema && Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => (schema.required ?? []).includes(name)));
    const etag = (await desk.get(path)).headers['etag'] ?? '"x"';
    for (const one of [body, least]) look(`${route.method} ${route.path}`, await desk.send(route.method, path, one, { 'if-match': etag }));
  }
  expect([...new Set(told)]).toEqual([]);
  process.stdout.write(`commands of the front desk: ${JSON.stringify(reached)}\n`);
  expect((reached[200] ?? 0) + (reached[201] ?? 0)).toBeGreaterThan(10);
});
