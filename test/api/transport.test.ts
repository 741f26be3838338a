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

const SIGNING_KEY = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' });
