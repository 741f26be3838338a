import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Reference } from '../../src/platform/openapi/reference.js';
import { PERMISSIONS, ROLES, type Permission } from '../../src/identity/permissions/matrix.js';
import type { Answered, Json } from '../support/caller.js';
import { everyRoute, filled, type Route } from '../support/every-route.js';
import { idAt, oneOfEverything, type OneOfEverything } from '../support/one-of-everything.js';
import { plausibleBody } from '../support/plausible-body.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** Values that nobody should send, and that frameworks stumble over. */
const HOSTILE: Json[] = [
  null, '', ' ', 'x'.repeat(100_000), '\u0000', 'a\u0000b', '\u202e\u200b\u0301'.repeat(1000), -1, 0, 1.5, -0, 2_147_483_648, 9_007_199_254_740_993, 1e308, 1e-320, true, false, [], {}, [[]], [null],
  '5', 'NaN', 'Infinity', '0x10', 'undefined', '2030-02-30', '0001-01-01', '9999-12-31', '+275760-01-01', '2030-01-01T10:00:00', '2030-01-01T24:00:00Z', '2030-01-01T10:00:60Z', 'now', 'infinity',
  '00000000-0000-0000-0000-000000000000', '{01900000-0000-7000-8000-000000000001}', "'; drop table patients; --", '%', '\\', '../../etc/passwd', '<img src=x onerror=alert(1)>', '=1+1', 'a & | b', '(',
];

/** The same in an address, where all is text. The first of these reach each parameter; all, one of each kind. */
const IN_ADDRESSES = ['', "'", '%00', '1e9', 'WzFd', '-1', '0', '1.5', '1;--', '%25', '%ff', 'a%27%20or%201=1', 'eyJ4IjoxfQ', '2030-02-30', 'x'.repeat(3000)];
const FOR_EACH = 5;

describe('hostile requests', () => {
  let service: Service;
  let clinic: TestClinic;
  let routes: Route[];
  let everything: OneOfEverything;
  let document: Json;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    routes = everyRoute(service).filter(({ path }) => !path.includes('/auth/'));
    everything = await oneOfEverything(service, clinic);
    document = JSON.parse(service.app.get(Reference).json);
  });
  afterAll(() => service.stop());

  const caller = ({ permission }: Route) => clinic.as((permission === null ? undefined : ROLES.find((role) => (PERMISSIONS[permission as Permission].roles as readonly string[]).includes(role))) ?? 'admin');
  const pathOf = (route: Route): string => filled(route, (name, template) => idAt(everything, name, template));
  const schemaOf = ({ method, path }: Route): Json => {
    const reference = document.paths[path][method.toLowerCase()].requestBody?.content?.['application/json']?.schema?.$ref as string | undefined;
    return reference ? document.components.schemas[reference.split('/').at(-1) ?? ''] : undefined;
  };
  /** Never a 5xx, always a problem document, never a word of the database. */
  const complaint = (what: string, { status, headers, body, text }: Answered): string[] => {
    if (status >= 500) return [`${what} → ${status} ${text.slice(0, 200)}`];
    if (status >= 400 && !headers['content-type']?.startsWith('application/problem+json')) return [`${what} → ${status} is no problem document`];
    if (status >= 400 && (typeof body.code !== 'string' || (status === 400 && !Array.isArray(body.errors)))) return [`${what} → ${status} ${text.slice(0, 200)}`];
    if (/syntax error|pg_|relation "|violates|ECONN|node_modules/.test(text)) return [`${what} shows the inside: ${text.slice(0, 200)}`];
    return [];
  };

  it('in every field of every body, the rest of which is plausible', async () => {
    const complaints: string[] = [];
    let requests = 0;
    const { patients, conditions, protocols, courses, sessions, devices, rooms, staff } = everything.ids;
    const ids = { patientId: patients, conditionId: conditions, protocolId: protocols, courseId: courses, sessionId: sessions, deviceId: devices, roomId: rooms, operatorId: staff } as Record<string, string>;
    for (const route of routes) {
      const schema = schemaOf(route);
      if (!schema) continue;
      for (const field of Object.keys(schema.properties ?? {})) {
        for (const value of fc.sample(fc.constantFrom(...HOSTILE), { numRuns: 10, seed: requests })) {
          requests += 1;
          const body = { ...plausibleBody(schema, document.components.schemas, ids), [field]: value };
          const etag = route.method === 'PATCH' ? ((await caller(route).get(pathOf(route))).headers['etag'] ?? '"x"') : '"x"';
          complaints.push(...complaint(`${route.method} ${route.path} ${field}=${JSON.stringify(value).slice(0, 40)}`, await caller(route).send(route.method, pathOf(route), body, { 'if-match': etag })));
        }
      }
    }
    expect(complaints).toEqual([]);
    expect(requests).toBeGreaterThan(1000);
  }, 180_000);

  it('in every query parameter of every list', async () => {
    const complaints: string[] = [];
    const kinds = new Set<string>();
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const parameters: Json[] = (document.paths[route.path].get.parameters ?? []).filter((parameter: Json) => parameter.in === 'query');
      for (const { name, schema } of parameters) {
        const kind = JSON.stringify([name, schema]);
        const values = kinds.has(kind) ? IN_ADDRESSES.slice(0, FOR_EACH) : IN_ADDRESSES;
        kinds.add(kind);
        await Promise.all(values.map(async (value) => complaints.push(...complaint(`GET ${route.path}?${name}=${value.slice(0, 20)}`, await caller(route).get(`${pathOf(route)}?${name}=${value}`)))));
        const twice = await caller(route).get(`${pathOf(route)}?${name}=a&${name}=b`);
        if (twice.status !== 400) complaints.push(`GET ${route.path}?${name} twice → ${twice.status}`);
      }
      const unknown = await caller(route).get(`${pathOf(route)}?surprise=1`);
      if (unknown.status !== 400 || unknown.body.code !== 'unknown-field') complaints.push(`GET ${route.path}?surprise → ${unknown.status}`);
    }
    expect(complaints).toEqual([]);
    expect(kinds.size).toBeGreaterThan(30);
  }, 180_000);

  it('with fields that do not exist, or that reach into prototypes', async () => {
    const complaints: string[] = [];
    for (const route of routes.filter(({ method }) => method !== 'GET' && method !== 'DELETE')) {
      for (const field of ['surprise', 'id', 'clinicId', 'createdAt', 'toString', '__proto__', 'constructor']) {
        const answer = await caller(route).send(route.method, pathOf(route), `{"${field}": {"polluted": true}}`, { 'if-match': '"x"' });
        if (answer.status !== 400 || answer.body.code !== 'unknown-field') complaints.push(`${route.method} ${route.path} ${field} → ${answer.status} ${answer.body?.code}`);
      }
    }
    expect(complaints).toEqual([]);
    expect(({} as Json).polluted).toBeUndefined();
  }, 180_000);

  it.each([
    ['no JSON', '{"a":', 400, 'malformed-json'],
    ['a NUL in a key', '{"a\\u0000":1}', 400, 'invalid-request'],
    ['half a character', '{"name":"\\ud800"}', 400, 'invalid-request'],
    ['ten thousand levels', '['.repeat(10_000) + ']'.repeat(10_000), 400, 'invalid-request'],
    ['a list for an object', '[]', 400, 'invalid-request'],
    ['a number beyond numbers', '{"name":1e400}', 400, 'invalid-request'],
    ['two megabytes', `{"name":"${'x'.repeat(2_000_000)}"}`, 413, 'body-too-large'],
  ])('whose body is %s', async (_what, body, status, code) => {
    const answer = await clinic.as('admin').send('POST', '/v1/rooms', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/json; charset=utf-7', 'application/json; charset=utf-16'])('that say they are %s', async (type) => {
    const answer = await clinic.as('admin').send('POST', '/v1/rooms', '{"name":"x"}', { 'content-type': type });
    expect(answer.status).toBe(415);
  });

  it('on the wire: malformed paths, repeated headers, smuggling, strange methods; and the service lives on', async () => {
    await service.app.listen(0, '127.0.0.1');
    const { port } = service.app.getHttpServer().address() as AddressInfo;
    const raw = (text: string): Promise<string> =>
      new Promise((done) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.on('data', (data) => (answer += data.toString()));
        socket.on('close', () => done(answer));
        socket.on('error', () => done(answer));
        setTimeout(() => socket.destroy(), 700);
      });
    const authorization = `Authorization: Bearer ${clinic.as('admin').token}\r\n`;
    const statusOf = async (text: string): Promise<number> => Number(/^HTTP\/1\.1 (\d+)/.exec(await raw(text))?.[1] ?? 0);
    const end = 'Host: x\r\nConnection: close\r\n\r\n';
    expect(await raw(`GET /%E0%A4%A HTTP/1.1\r\n${end}`)).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json/);
    expect(await statusOf(`GET /v1/rooms/..%2f..%2fetc HTTP/1.1\r\n${authorization}${end}`)).toBe(404);
    expect(await statusOf(`GET /v1/rooms/%00 HTTP/1.1\r\n${authorization}${end}`)).toBe(404);
    expect(await statusOf(`GET /v1/rooms HTTP/1.1\r\n${authorization}${authorization}${end}`)).toBe(400);
    expect(await raw(`POST /v1/rooms HTTP/1.1\r\n${authorization}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n${end}{}`)).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"malformed-request"/);
    expect(await raw(`PURGE /v1/rooms HTTP/1.1\r\n${authorization}${end}`)).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD, POST\r\n/i);
    expect(await raw(`TRACE /v1/rooms HTTP/1.1\r\n${authorization}${end}`)).toMatch(/^HTTP\/1\.1 405 /);
    expect(await raw(`GET /v1/rooms HTTP/1.1\r\nExpect: 200-ok\r\n${end}`)).toMatch(/^HTTP\/1\.1 417 [\s\S]*application\/problem\+json/);
    expect(await statusOf(`GET /v1/rooms HTTP/1.1\r\nX-Big: ${'x'.repeat(40_000)}\r\n${end}`)).toBe(431);
    expect(await statusOf(`GET /v1/rooms HTTP/1.1\r\n${authorization}${end}`)).toBe(200);
  });
});
