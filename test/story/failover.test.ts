import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Json } from '../support/caller.js';
import { debianPrograms, DebianCluster } from '../support/debian-cluster.js';
import { hasPgbouncer, Pgbouncer } from '../support/pgbouncer.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

const SECONDS = Number(process.env['FAILOVER_SECONDS'] ?? 0);
const DESKS = Number(process.env['FAILOVER_DESKS'] ?? 8);
const programs = debianPrograms();
const SERVER_PASSWORD = 'password of a throw-away server';

// About a minute, with programs that npm does not bring: `npm run prove -- failover` asks for it.
const experiment = SECONDS > 0 ? describe : describe.skip;

interface Written {
  readonly mrn: string;
  readonly key: string;
}

/**
 * Two services behind a pooler of transactions, a primary whose every commit waits for a standby, reads from the standby.
 * Then the primary is gone, the standby takes its place, and desks that repeat what was not answered lose nothing.
 */
experiment('two services, a pooler, and a standby that takes over', () => {
  let [primary, standby]: (DebianCluster | undefined)[] = [];
  let bouncer: Pgbouncer | undefined;
  const services: MortalService[] = [];

  afterAll(async () => {
    for (const service of services) await service.kill();
    await bouncer?.stop();
    await standby?.remove();
    await primary?.remove();
  }, 60_000);

  beforeAll(() => {
    if (programs === undefined || !hasPgbouncer()) throw new Error('This experiment wants PostgreSQL and pgbouncer of Debian: apt-get install postgresql pgbouncer');
  });

  const call = async (service: MortalService, method: string, path: string, token: string, body?: Json, headers: Record<string, string> = {}): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(`${service.address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(25_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  it('loses nothing that was acknowledged, shows everybody what they wrote, and writes again within seconds', async () => {
    primary = await DebianCluster.make(programs ?? '');
    await primary.prepare();
    bouncer = await Pgbouncer.start(primary.port, 'tms_app', SERVER_PASSWORD);
    const settings = (standbyUrl: string): Record<string, string> => ({
      MIGRATION_DATABASE_URL: primary?.url('tms_owner') ?? '',
      DATABASE_POOLER: 'transaction',
      DATABASE_REPLICA_URLS: standbyUrl,
      CLOCK: '2030-03-04T14:00:00.000Z',
      LOG_LEVEL: 'error',
    });
    // The first service brings the schema; the standby is a copy of it from then on.
    const first = new MortalService(bouncer.url, TEST_PASSWORD, { ...settings(''), DATABASE_REPLICA_URLS: '' });
    await first.start();
    await first.kill();
    standby = await primary.standby('tms_b');
    await primary.set('synchronous_standby_names', 'FIRST 1 (tms_b)');
    const key = { TOKEN_SIGNING_KEY: oneKey() };
    for (let n = 0; n < 2; n += 1) {
      const service = new MortalService(bouncer.url, TEST_PASSWORD, { ...settings(standby.url('tms_app')), ...key, MIGRATION_DATABASE_URL: primary.url('tms_owner') });
      await service.start();
      services.push(service);
    }
    const [one, two] = services as [MortalService, MortalService];
    const token = (await call(one, 'POST', '/v1/auth/login', '', { email: 'front-desk@harbour.example', password: TEST_PASSWORD })).body.accessToken;

    const acknowledged: Written[] = [];
    const stale: string[] = [];
    let [working, reads, repeated, lastAckMs, firstAckAfterMs, promotedMs] = [true, 0, 0, 0, 0, Number.POSITIVE_INFINITY];
    let longestMs = 0;
    const desks = Array.from({ length: DESKS }, async (_, desk) => {
      for (let n = 1; working; n += 1) {
        const written = { mrn: `D${desk}-${n}`, key: `failover-key-${desk}-${n}-abcdef` };
        const body = { mrn: written.mrn, givenName: 'Desk', familyName: `Zz${desk}x${n}`, birthDate: '1960-02-03', sexAtBirth: 'unknown', handedness: 'unknown' };
        // Whoever gets no answer repeats the request with its key, at whichever process.
        for (let tries = 0; working; tries += 1) {
          const service = (n + tries) % 2 === 0 ? one : two;
          const askedMs = performance.now();
          const answer = await call(service, 'POST', '/v1/patients', token, body, { 'Idempotency-Key': written.key }).catch(() => undefined);
          longestMs = Math.max(longestMs, performance.now() - askedMs);
          if (answer?.status === 201) {
            acknowledged.push(written);
            lastAckMs = performance.now();
            if (lastAckMs > promotedMs && firstAckAfterMs === 0) firstAckAfterMs = lastAckMs;
            break;
          }
          if (answer && answer.status !== 503) {
            await wait(500);
            throw new Error(`a desk was answered ${answer.status} ${JSON.stringify(answer.body)}: ${service.output.split('\n').filter((line) => line.includes('fault')).slice(-3).join('\n')}`);
          }
          repeated += 1;
          await wait(100);
        }
        // The other process, which reads from the standby, must show it at once.
        const other = n % 2 === 0 ? two : one;
        const found = await call(other, 'GET', `/v1/patients?q=${written.mrn}`, token).catch(() => undefined);
        if (found?.status === 200) {
          reads += 1;
          if (acknowledged.includes(written) && !(found.body.items as Json[]).some(({ mrn }) => mrn === written.mrn)) stale.push(written.mrn);
        }
      }
    });

    await wait((SECONDS * 1000) / 2);
    const [{ commits = 0 } = {}] = await standby.ask<{ commits: number }>("select xact_commit::int as commits from pg_stat_database where datname = 'tms'");
    const killedMs = performance.now();
    await primary.kill();
    const before = acknowledged.length;
    // What an operator or a failover manager does: the standby becomes the primary, waits for nobody, and is where the pooler leads.
    promotedMs = performance.now();
    await standby.promote();
    await standby.set('synchronous_standby_names', '');
    bouncer.pointTo(standby.port);
    await wait((SECONDS * 1000) / 2);
    working = false;
    await Promise.all(desks);

    const kept = new Set((await standby.ask<{ mrn: string }>("select mrn from patients where mrn like 'D%-%'")).map(({ mrn }) => mrn));
    const twice = await standby.ask('select clinic_id, mrn from patients group by 1, 2 having count(*) > 1');
    const unaudited = await standby.ask<{ n: number }>("select count(*)::int as n from patients p where mrn like 'D%-%' and not exists (select 1 from audit_entries a where a.clinic_id = p.clinic_id and a.subject_id = p.id and a.changes is not null)");
    process.stdout.write(
      `  ${acknowledged.length} writes acknowledged (${before} before the end of the primary), ${repeated} repeated, ${reads} reads by the other process, ${commits} transactions at the standby; ` +
        `first write ${((firstAckAfterMs - promotedMs) / 1000).toFixed(1)} s after the order to promote, ${((firstAckAfterMs - killedMs) / 1000).toFixed(1)} s after the primary died; longest answer ${(longestMs / 1000).toFixed(1)} s\n`,
    );
    expect(acknowledged.filter(({ mrn }) => !kept.has(mrn))).toEqual([]);
    expect(stale).toEqual([]);
    expect(twice).toEqual([]);
    expect(unaudited).toEqual([{ n: 0 }]);
    expect(before).toBeGreaterThan(20);
    expect(acknowledged.length).toBeGreaterThan(before + 20);
    expect(commits).toBeGreaterThan(20);
    // A write within five seconds of the order.
    expect(firstAckAfterMs - promotedMs).toBeLessThan(5_000);
  }, 300_000);
});

function oneKey(): string {
  return JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
}
