import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { REQUEST_TIMEOUT_MS } from '../../src/platform/http/server.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

const ORIGIN = 'https://desk.example';

describe('what a browser may do with the service', () => {
  let closed: Service;
  let open: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    closed = await startService();
    open = await startService({ CORS_ORIGINS: ORIGIN, NODE_ENV: 'production', PUBLIC_URL: 'https://tms.example', TOKEN_SIGNING_KEY: SIGNING_KEY });
    clinic = await closed.newClinic();
  });
  afterAll(async () => {
    await closed.stop();
    await open.stop();
  });

  const preflight = (service: Service, origin: string, method: string) =>
    service.app.inject({ method: 'OPTIONS', url: '/v1/rooms', headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,content-type,if-match,idempotency-key' } });

  it('is nothing from elsewhere, until an origin is named', async () => {
    const asked = await preflight(closed, ORIGIN, 'POST');
    expect([asked.statusCode, asked.headers['access-control-allow-origin']]).toEqual([405, undefined]);
    const read = await clinic.as('admin').get('/v1/rooms', { origin: ORIGIN });
    expect(read.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is everything the interface has from the origin that is named, and from no other', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { headers, statusCode } = await preflight(open, ORIGIN, method);
      expect(statusCode).toBeLessThan(300);
      expect(headers['access-control-allow-origin']).toBe(ORIGIN);
      expect(String(headers['access-control-allow-methods']).split(/, */)).toContain(method);
      expect(String(headers['access-control-allow-headers']).toLowerCase()).toContain('idempotency-key');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
    for (const origin of ['null', 'https://desk.example.evil.example', 'http://desk.example', 'https://evil-desk.example']) {
      expect([origin, (await preflight(open, origin, 'POST')).headers['access-control-allow-origin']]).toEqual([origin, undefined]);
    }
  });

  it('is told by strict headers on every answer, of whatever kind', async () => {
    for (const url of ['/v1/auth/me', '/v1/nothing', '/health/live', '/openapi.json', '/%E0%A4%A']) {
      const { headers } = await open.app.inject({ method: 'GET', url });
      expect([url, headers]).toMatchObject([url, { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }]);
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['server']).toBeUndefined();
      if (url.startsWith('/%')) continue;
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'strict-transport-security': 'max-age=31536000; includeSubDomains' });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });
});

describe('a request that never comes to its end', () => {
  let service: Service;
  let server: Server;

  beforeAll(async () => {
    service = await startService();
    await service.app.listen(0, '127.0.0.1');
    server = service.app.getHttpServer() as Server;
  });
  afterAll(() => service.stop());

  /** Sends the beginning, then a little every tenth of a second. @returns what came back, and after how long */
  const dribble = (beginning: string, more: string): Promise<{ answer: string; ms: number }> =>
    new Promise((done) => {
      const begun = performance.now();
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.write(beginning);
        dribbling = setInterval(() => more !== '' && socket.writable && socket.write(more), 100);
      });
      let dribbling: NodeJS.Timeout | undefined;
      const givenUp = setTimeout(() => socket.destroy(), 8_000);
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(dribbling);
        clearTimeout(givenUp);
        done({ answer, ms: performance.now() - begun });
      });
    });
  const POST = 'POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  it('is cut off with 408 at the time that is set, whether silent or dribbling; others are served meanwhile', async () => {
    expect([server.requestTimeout, server.headersTimeout]).toEqual([20_000, 20_000]);
    // The time is shortened; how often the server looks is what it is in service.
    [server.requestTimeout, server.headersTimeout] = [1_000, 1_000];
    const ways: [beginning: string, more: string][] = [
      [`${POST}Content-Length: 1000\r\n\r\n{"email":`, ''],
      [`${POST}Content-Length: 1000\r\n\r\n{"email":`, ' '],
      [`${POST}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
      [POST, 'X-Slow: 1\r\n'],
      ['POST /v1/auth/lo', 'g'],
    ];
    const slow = Promise.all(ways.map(([beginning, more]) => dribble(beginning, more)));
    expect((await service.anyone().get('/health/live')).status).toBe(200);
    const cut = await slow;
    expect(cut.map(({ answer }) => answer.slice(0, 12))).toEqual(ways.map(() => 'HTTP/1.1 408'));
    for (const { answer, ms } of cut) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*application\/problem\+json[\s\S]*"code":"request-timeout"/);
      expect(ms).toBeGreaterThan(900);
      expect(ms).toBeLessThan(5_000);
    }
    [server.requestTimeout, server.headersTimeout] = [REQUEST_TIMEOUT_MS, REQUEST_TIMEOUT_MS];
    expect((await service.anyone().get('/health/live')).status).toBe(200);
  });
});

it('a connection on which nothing is said holds up no service that is told to stop', async () => {
  const service = await startService();
  await service.app.listen(0, '127.0.0.1');
  const server = service.app.getHttpServer() as Server;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await new Promise((resolve) => server.once('connection', resolve));
  const ended = new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined).resume());
  const began = performance.now();
  await Promise.all([service.stop(), ended]);
  expect(performance.now() - began).toBeLessThan(10_000);
});

const SIGNING_KEY = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' });
