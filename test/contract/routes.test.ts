import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { PERMISSIONS, ROLES, type Permission } from '../../src/identity/permissions/matrix.js';
import type { Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/token.js';
import { newId } from '../../src/platform/kernel/uuid.js';
import { expectStatus, type Answered } from '../support/caller.js';
import { everyRoute, filled, type Route } from '../support/every-route.js';
import { idAt, oneOfEverything, type OneOfEverything } from '../support/one-of-everything.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** Routes that anyone may call, each for a reason. */
const OPEN: Record<string, string> = {
  'POST /v1/auth/login': 'it is how a caller gets a token',
  'POST /v1/auth/oidc': 'it is how a caller gets a token',
  'POST /v1/auth/refresh': 'the refresh token is the credential',
  'POST /v1/auth/accept-invitation': 'the link is the credential',
  'POST /v1/auth/forgot-password': 'who has forgotten a password cannot log in',
  'POST /v1/auth/reset-password': 'the link is the credential',
  'GET /v1/calendars/{token}.ics': 'the link is the credential',
  'GET /v1/self-report/{token}': 'the token in the address is the credential',
  'POST /v1/self-report/{token}': 'the token in the address is the credential',
};
/** Ends the caller's own login or takes another's away; it is tried where that is what is tested. */
const ENDS_LOGINS = ['POST /v1/auth/logout'];

/** The service’s own key, so that a token can be bad in one thing alone. */
const KEY: JWK & { kid: string } = { ...(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK), kid: 'of-this-test' };

describe('every route', () => {
  let service: Service;
  let ours: TestClinic;
  let theirs: TestClinic;
  let routes: Route[];
  let everything: OneOfEverything;

  beforeAll(async () => {
    service = await startService({ TOKEN_SIGNING_KEY: JSON.stringify(KEY) });
    ours = await service.newClinic();
    theirs = await service.newClinic();
    routes = everyRoute(service);
    everything = await oneOfEverything(service, theirs);
  });
  afterAll(() => service.stop());

  const at = ({ method, path }: Route): string => `${method} ${path}`;
  const closed = (): Route[] => routes.filter((route) => !(at(route) in OPEN));
  const someId = newId();
  const bodyOf = ({ method }: Route): object | undefined => (method === 'POST' || method === 'PATCH' || method === 'PUT' ? {} : undefined);
  const say = (route: Route, answer: Answered): string => `${at(route)} → ${answer.status} ${answer.body?.code ?? ''}`;

  it('is closed, or open for a stated reason', () => {
    expect(routes.filter(({ permission }) => permission === null).map(at).sort()).toEqual(Object.keys(OPEN).sort());
  });

  it('wants a token, and a good one', async () => {
    const claims = { clinic: ours.id, sid: newId(), roles: ['admin', 'clinician'], ver: 1 };
    const { sid, ver } = decodeJwt<{ sid: string; ver: number }>(ours.as('admin').token ?? '');
    const real = { ...claims, sid, ver };
    const stranger = (await generateKeyPair('EdDSA')).privateKey;
    const ownKey = await importJWK(KEY, 'EdDSA');
    const now = Math.floor(service.clock.nowMs() / 1000);
    const made = (change: { audience?: string; issuer?: string; expires?: number; typ?: string; roles?: string[] }, key: CryptoKey | Uint8Array = ownKey) =>
      new SignJWT({ ...real, ...(change.roles && { roles: change.roles }) }).setProtectedHeader({ alg: 'EdDSA', typ: change.typ ?? 'at+jwt', kid: KEY.kid }).setSubject(ours.staff.admin.id)
        .setIssuer(change.issuer ?? service.app.get<Config>(CONFIG).publicUrl).setAudience(change.audience ?? 'tms-clinic-api').setIssuedAt(now - 60).setExpirationTime(change.expires ?? now + 600).sign(key);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [, payload = ''] = (ours.as('admin').token ?? '').split('.');
    const openPart = Buffer.from(KEY.x ?? '', 'base64url');
    const bad: Record<string, string | undefined> = {
      'no token': undefined,
      nonsense: 'nonsense',
      forged: await made({}, stranger),
      'alg none': `${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      'signed with the public key': await new SignJWT(real).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: KEY.kid }).setSubject(ours.staff.admin.id).setIssuedAt(now).setExpirationTime(now + 600).sign(openPart),
      expired: await made({ expires: now - 1 }),
      'wrong audience': await made({ audience: 'another-api' }),
      'wrong issuer': await made({ issuer: 'https://elsewhere.example' }),
      'another kind of token': await made({ typ: 'JWT' }),
    };
    // What makes the others bad is what they say, not how they were made.
    expect((await service.anyone(await made({})).get('/v1/auth/me')).status).not.toBe(401);
    let cells = 0;
    const wrong: string[] = [];
    // A token that claims any role is as bad as one that claims none.
    for (const role of ROLES) {
      Object.assign(bad, { [`forged ${role}`]: await made({ roles: [role] }, stranger), [`expired ${role}`]: await made({ roles: [role], expires: now - 1 }), [`other audience ${role}`]: await made({ roles: [role], audience: 'another-api' }) });
    }
    for (const route of closed()) {
      for (const [kind, token] of Object.entries(bad)) {
        const answer = await service.anyone(token).send(route.method, filled(route, () => someId), bodyOf(route));
        cells += 1;
        if (answer.status !== 401 || !answer.headers['www-authenticate']) wrong.push(`${kind}: ${say(route, answer)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBe(closed().length * Object.keys(bad).length);
    process.stdout.write(`${closed().length} closed routes × ${Object.keys(bad).length} bad tokens: ${cells} cells, each 401\n`);
  }, 180_000);

  it('lets in exactly the roles that hold its permission', async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const route of closed().filter((one) => !ENDS_LOGINS.includes(at(one)))) {
      for (const role of ROLES) {
        const holds = (PERMISSIONS[route.permission as Permission].roles as readonly string[]).includes(role);
        const answer = await ours.as(role).send(route.method, filled(route, () => someId), bodyOf(route));
        cells += 1;
        if (answer.status >= 500 || answer.status === 401 || (answer.status === 403) === holds) wrong.push(`${role}: ${say(route, answer)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(500);
    process.stdout.write(`routes × roles: ${cells} cells as the table says\n`);
  }, 180_000);

  it('answers 404 for everything of another clinic, exactly as for what does not exist', async () => {
    const wrong: string[] = [];
    const without = ({ body }: Answered): string => JSON.stringify({ ...body, instance: undefined, requestId: undefined });
    for (const route of closed().filter(({ parameters }) => parameters.length > 0 && !parameters.includes('code'))) {
      const role = ROLES.find((one) => (PERMISSIONS[route.permission as Permission].roles as readonly string[]).includes(one)) ?? 'admin';
      const caller = ours.as(role);
      const path = filled(route, (name, template) => idAt(everything, name, template));
      const unknown = await caller.send(route.method, filled(route, (name) => (name === 'n' ? '1' : someId)), bodyOf(route));
      const malformed = await caller.send(route.method, filled(route, (name) => (name === 'n' ? '1' : 'not-an-id')), bodyOf(route));
      for (const body of [bodyOf(route), { bogus: true }]) {
        const answer = await caller.send(route.method, path, bodyOf(route) === undefined ? undefined : body, { 'if-match': '"x"' });
        if (answer.status !== 404 || without(answer) !== without(unknown)) wrong.push(say(route, answer));
      }
      if (without(malformed) !== without(unknown)) wrong.push(`malformed id: ${say(route, malformed)}`);
    }
    // Each role that may not even ask is told so, whosever the ids are.
    let cells = 0;
    for (const route of closed().filter(({ parameters }) => parameters.length > 0 && !parameters.includes('code'))) {
      for (const role of ROLES) {
        const holds = (PERMISSIONS[route.permission as Permission].roles as readonly string[]).includes(role);
        const answer = await ours.as(role).send(route.method, filled(route, (name, template) => idAt(everything, name, template)), bodyOf(route), { 'if-match': '"x"' });
        cells += 1;
        if (answer.status !== (holds ? 404 : 403)) wrong.push(`${role}: ${say(route, answer)}`);
      }
    }
    expect(wrong).toEqual([]);
    process.stdout.write(`routes × roles × ids of another clinic: ${cells} cells, 404 for who may ask and 403 for who may not\n`);
  }, 180_000);

  it('takes the methods it declares, and answers 405 with them to every other', async () => {
    const patterns = routes.map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
    const wrong: string[] = [];
    for (const url of new Set(routes.map((route) => filled(route, () => someId)))) {
      const methods = [...new Set(patterns.filter(({ pattern }) => pattern.test(url)).map(({ method }) => method))];
      const takes = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort();
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'].filter((one) => !takes.includes(one))) {
        for (const caller of [service.anyone(), ours.as('admin')]) {
          const answer = await caller.send(method, url, undefined, { 'x-http-method-override': methods[0] ?? '' });
          const allow = answer.headers['allow'] ?? '';
          if (answer.status !== 405 || answer.body.code !== 'method-not-allowed' || allow !== takes.join(', ')) wrong.push(`${method} ${url} → ${answer.status} ${allow}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expectStatus(await service.anyone().get('/v1/no-such-thing'), 404);
    expectStatus(await service.anyone().send('DELETE', '/v1/no-such-thing', undefined), 404);
    expect((await service.app.inject({ method: 'HEAD', url: '/v1/patients' })).statusCode).toBe(401);
  }, 180_000);

  it('does find it for its own clinic: the same ids are no 404 there', async () => {
    const lost: string[] = [];
    for (const route of closed().filter(({ method, parameters }) => method === 'GET' && parameters.length > 0)) {
      const role = ROLES.find((one) => (PERMISSIONS[route.permission as Permission].roles as readonly string[]).includes(one)) ?? 'admin';
      // A row of one parent is not another's: courses, sessions, patients and devices of the example belong together but for the downtime's device.
      const path = filled(route, (name, template) => (template.startsWith('/v1/devices/{id}/downtimes/') && name === 'id' ? (theirs.devices[1] ?? '') : idAt(everything, name, template)));
      const answer = await theirs.as(role).get(path);
      if (answer.status !== 200) lost.push(say(route, answer));
    }
    expect(lost).toEqual([]);
  });
});
