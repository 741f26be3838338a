import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Json } from '../support/caller.js';
import { MortalDatabase } from '../support/mortal-database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Rows that the steps have to get along with; 0: the experiment is not asked for (`npm run prove -- upgrade`). */
const PATIENTS = Number(process.env['UPGRADE_PATIENTS'] ?? 0);
const REQUESTS_PER_SECOND = Number(process.env['UPGRADE_RATE'] ?? 50);
/** No caller may notice more than this of a step. */
const LONGEST_MS = 2_000;

const experiment = PATIENTS > 0 ? describe : describe.skip;
const { commit } = JSON.parse(readFileSync(join(ROOT, 'migrations/released.json'), 'utf8')) as { commit: string };

interface Answered {
  readonly what: string;
  readonly status: number;
  readonly tookMs: number;
}

/** The release before serves while this one's steps are put in place under it; then both serve side by side. */
experiment(`the service of ${commit}, while the schema moves on under it`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tms-upgrade-'));
  const database = new MortalDatabase();
  const services: MortalService[] = [];

  afterAll(async () => {
    for (const service of services) await service.kill();
    database.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** Builds the release before in a folder of its own, with the packages of this one. */
  const buildReleaseBefore = (): string => {
    const before = join(folder, 'before');
    mkdirSync(before);
    const archive = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 1 << 28 });
    execFileSync('tar', ['x', '-C', before], { input: archive });
    symlinkSync(join(ROOT, 'node_modules'), join(before, 'node_modules'));
    const built = spawnSync(join(ROOT, 'node_modules/.bin/nest'), ['build'], { cwd: before, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`The release before does not build: ${built.stdout}${built.stderr}`);
    return before;
  };

  it('answers everybody in time, before, during and after, beside the new one', async () => {
    const before = buildReleaseBefore();
    await database.start();
    const settings = { CLOCK: '2030-03-04T14:00:00.000Z', TOKEN_SIGNING_KEY: execFileSync(process.execPath, ['-p', "JSON.stringify(crypto.generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))"], { encoding: 'utf8' }).trim() };
    const old = new MortalService(database.ownerUrl, TEST_PASSWORD, settings, [], before);
    services.push(old);
    await old.start();

    const client = new pg.Client(database.superuserUrl);
    await client.connect();
    await client.query(`insert into patients (clinic_id, id, mrn, given_name, family_name, birth_date, sex_at_birth, handedness, search_text, created_at)
      select (select id from clinics where name like 'Harbour%'), gen_random_uuid(), 'M' || n, 'Given' || n, 'Family' || n, date '1950-01-01' + (n % 18000), 'unknown', 'unknown', 'family' || n || ' given' || n, now() from generate_series(1, $1::int) n`, [PATIENTS]);
    await client.query('analyze');
    const steps = async (): Promise<number> => (await client.query<{ n: number }>('select count(*)::int as n from schema_migrations')).rows[0]?.n ?? 0;
    const stepsBefore = await steps();

    const answers: Answered[] = [];
    const tokens = { frontDesk: await logIn(old, 'front-desk'), clinician: await logIn(old, 'clinician') };
    let [working, n] = [true, 0];
    const at = (): MortalService => services[n % services.length] ?? old;
    const load = (async () => {
      const open: Promise<void>[] = [];
      while (working) {
        n += 1;
        const [what, run] = requests(n, tokens)[n % 5] as readonly [string, Run];
        const [startedMs, service] = [performance.now(), at()];
        open.push(run(service).then((status) => void answers.push({ what, status, tookMs: performance.now() - startedMs }), () => void answers.push({ what, status: 0, tookMs: performance.now() - startedMs })));
        await wait(1000 / REQUESTS_PER_SECOND);
      }
      await Promise.all(open);
    })();

    await wait(4_000);
    const quiet = answers.splice(0);
    expect(await migrateAsOwner(database.ownerUrl)).toBe(0);
    const during = answers.splice(0);
    const stepsAfter = await steps();
    await wait(4_000);
    const after = answers.splice(0);
    const next = new MortalService(database.ownerUrl, TEST_PASSWORD, settings);
    await next.start();
    services.push(next);
    await wait(6_000);
    const together = answers.splice(0);
    working = false;
    await load;
    await client.end();

    const longest = (list: Answered[]): number => Math.round(Math.max(0, ...list.map(({ tookMs }) => tookMs)));
    process.stdout.write(
      `  ${stepsAfter - stepsBefore} steps over ${PATIENTS} patients at ${REQUESTS_PER_SECOND} requests a second; longest answer before ${longest(quiet)} ms (${quiet.length}), ` +
        `during ${longest(during)} ms (${during.length}), after ${longest(after)} ms (${after.length}), both releases together ${longest(together)} ms (${together.length})\n`,
    );
    const bad = [...quiet, ...during, ...after, ...together].filter(({ status }) => status < 200 || status >= 300);
    expect(bad.slice(0, 5)).toEqual([]);
    for (const list of [quiet, during, after, together]) expect(list.length).toBeGreaterThan(10);
    expect(longest(during)).toBeLessThan(LONGEST_MS);
  }, 300_000);
});

const call = async (service: MortalService, method: string, path: string, token: string, body?: Json): Promise<Response> =>
  fetch(`${service.address}${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(20_000) });

async function logIn(service: MortalService, who: string): Promise<string> {
  const answer = (await (await call(service, 'POST', '/v1/auth/login', '', { email: `${who}@harbour.example`, password: TEST_PASSWORD })).json()) as Json;
  return String(answer.accessToken);
}

type Run = (service: MortalService) => Promise<number>;

/** What desks and clinicians do all day; each with the status that says it was done. */
function requests(n: number, { frontDesk, clinician }: { frontDesk: string; clinician: string }): (readonly [string, Run])[] {
  const status = async (answer: Promise<Response>): Promise<number> => {
    const { status: code, body } = await answer;
    await body?.cancel();
    return code;
  };
  const patient = { mrn: `U-${n}`, givenName: 'Upgrade', familyName: `Patient ${n}`, birthDate: '1961-04-05', sexAtBirth: 'female', handedness: 'left' };
  return [
    ['a patient is registered', (service) => status(call(service, 'POST', '/v1/patients', frontDesk, patient))],
    ['patients are searched', (service) => status(call(service, 'GET', `/v1/patients?q=Family${(n * 7919) % PATIENTS}`, frontDesk))],
    ['the day board is read', (service) => status(call(service, 'GET', '/v1/day-board?date=2030-03-04', clinician))],
    ['protocols are listed', (service) => status(call(service, 'GET', '/v1/protocols', clinician))],
    ['a condition is recorded', async (service) => {
      const made = (await (await call(service, 'POST', '/v1/patients', clinician, { ...patient, mrn: `C-${n}` })).json()) as Json;
      return status(call(service, 'POST', `/v1/patients/${made.id}/conditions`, clinician, { icd10: 'M79.7', description: 'Fibromyalgia', category: 'fibromyalgia', onsetDate: '2028-01-01' }));
    }],
  ];
}

async function migrateAsOwner(ownerUrl: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/src/cli.js'), 'migrate'], { env: { PATH: process.env['PATH'], DATABASE_URL: ownerUrl }, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => child.once('close', resolve));
}
