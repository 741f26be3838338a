import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { AccessTokens } from '../../src/identity/access-tokens.js';
import { newId } from '../../src/platform/kernel/uuid.js';
import { expectStatus, type Json } from '../support/caller.js';
import { Random } from '../support/history/random.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** 1,000 with FULL=1. */
const ROUNDS = process.env['FULL'] ? 1000 : 60;
const SEED = Number(process.env['SEED'] ?? 20_300_304);
const ENTRIES = 60;
/** Of the command line. */
const KEY = JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type Tampering = (client: pg.Client, clinicId: string, last: number, random: Random) => Promise<number>;

const between = (random: Random, from: number, to: number): number => from + random.below(to - from + 1);
const entryAt = (sequence: number) => `(select entry_id from audit_seals where clinic_id = $1 and sequence = ${sequence})`;
const CHANGED = ["action = action || '.x'", "ip = '10.9.8.7'", "at = at + interval '1 millisecond'", "subject_type = 'nobody'", "request_id = 'other'", `changes = '{"amount": {"from": 1, "to": 2}}'`, 'actor_id = gen_random_uuid()', 'patient_id = gen_random_uuid()'];

/** Each does its mischief as a superuser and says where the first trace of it is. */
const TAMPERINGS: Record<string, Tampering> = {
  changed: async (client, clinicId, last, random) => {
    const sequence = between(random, 1, last);
    await client.query(`update audit_entries set ${CHANGED[between(random, 0, CHANGED.length - 1)] ?? ''} where clinic_id = $1 and id = ${entryAt(sequence)}`, [clinicId]);
    return sequence;
  },
  deleted: async (client, clinicId, last, random) => {
    const sequence = between(random, 1, last - 1);
    const what = between(random, 0, 2);
    if (what !== 1) await client.query(`delete from audit_entries where clinic_id = $1 and id = ${entryAt(sequence)}`, [clinicId]);
    if (what !== 0) await client.query(`delete from audit_seals where clinic_id = $1 and sequence = ${sequence}`, [clinicId]);
    return sequence;
  },
  'deleted and closed up': async (client, clinicId, last, random) => {
    const sequence = between(random, 1, last - 1);
    await client.query(`delete from audit_entries where clinic_id = $1 and id = ${entryAt(sequence)}`, [clinicId]);
    await client.query('delete from audit_seals where clinic_id = $1 and sequence = $2', [clinicId, sequence]);
    await client.query('update audit_seals set sequence = sequence + 1000000 where clinic_id = $1 and sequence > $2', [clinicId, sequence]);
    await client.query('update audit_seals set sequence = sequence - 1000001 where clinic_id = $1 and sequence > 1000000', [clinicId]);
    return sequence;
  },
  inserted: async (client, clinicId, last, random) => {
    const sequence = between(random, 1, last);
    await client.query('update audit_seals set sequence = sequence + 1000000 where clinic_id = $1 and sequence >= $2', [clinicId, sequence]);
    await client.query('update audit_seals set sequence = sequence - 999999 where clinic_id = $1 and sequence > 1000000', [clinicId]);
    await client.query(`insert into audit_entries select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'action', 'patient.read'))).* from audit_entries e where clinic_id = $1 limit 1`, [clinicId]);
    await client.query(`insert into audit_seals select clinic_id, $2, (select id from audit_entries where clinic_id = $1 and action = 'patient.read' order by id limit 1), repeat('ab', 32), now() from audit_seals where clinic_id = $1 limit 1`, [clinicId, sequence]);
    return sequence;
  },
  'inserted under an old date': async (client, clinicId, last) => {
    await client.query(`insert into audit_entries select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'at', e.at - interval '3 days', 'action', 'patient.read'))).* from audit_entries e where clinic_id = $1 limit 1`, [clinicId]);
    return last + 1;
  },
  swapped: async (client, clinicId, last, random) => {
    const one = between(random, 1, last - 1);
    const other = between(random, one + 1, last);
    const { rows } = await client.query<{ entry_id: string }>('select entry_id from audit_seals where clinic_id = $1 and sequence in ($2, $3) order by sequence', [clinicId, one, other]);
    const put = (sequence: number, entry: string | undefined) => client.query('update audit_seals set entry_id = coalesce($3, gen_random_uuid()) where clinic_id = $1 and sequence = $2', [clinicId, sequence, entry]);
    await put(one, undefined);
    await put(other, rows[0]?.entry_id);
    await put(one, rows[1]?.entry_id);
    return one;
  },
  'cut off after the head was exported': async (client, clinicId, last, random) => {
    const sequence = between(random, 1, last);
    await client.query('delete from audit_entries e using audit_seals s where e.clinic_id = $1 and s.clinic_id = $1 and s.entry_id = e.id and s.sequence >= $2', [clinicId, sequence]);
    await client.query('delete from audit_seals where clinic_id = $1 and sequence >= $2', [clinicId, sequence]);
    return sequence;
  },
};

let service: Service;
let clinic: TestClinic;
let superuser: pg.Client;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  superuser = new pg.Client(service.databaseOfTest.superuserUrl);
  await superuser.connect();
  await superuser.query("set session_replication_role = 'replica'"); // only a superuser gets past the triggers at all
  for (let n = 0; n < ENTRIES; n += 1) expectStatus(await clinic.as('admin').post('/v1/rooms', { name: `Store ${n}` }), 201);
});
afterAll(async () => {
  await superuser.end();
  await service.stop();
});

const verify = async (query = ''): Promise<Json> => expectStatus(await clinic.as('auditor').get(`/v1/audit/verify${query}`), 200);

/** Puts the trail aside, and back. */
async function saved(): Promise<() => Promise<void>> {
  for (const table of ['audit_entries', 'audit_seals']) await superuser.query(`drop table if exists saved_${table}; create temp table saved_${table} as select * from ${table} where clinic_id = '${clinic.id}'`);
  return async () => {
    for (const table of ['audit_seals', 'audit_entries']) await superuser.query(`delete from ${table} where clinic_id = '${clinic.id}'`);
    for (const table of ['audit_entries', 'audit_seals']) await superuser.query(`insert into ${table} select * from saved_${table}`);
  };
}

it(`${ROUNDS} tamperings of a superuser are found, the first bad place is named, and nothing is found in between`, async () => {
  const random = new Random(SEED);
  let head: Json = {};
  // An entry is sealed once no older transaction of the whole server is under way; other tests have theirs.
  for (let tries = 0; tries < 200; tries += 1) {
    head = expectStatus(await clinic.as('auditor').get('/v1/audit/head'), 200);
    const { events, sealedThrough } = await verify();
    if (events === sealedThrough) break;
  }
  expect(head.sequence).toBeGreaterThan(ENTRIES);
  const restore = await saved();
  const kinds = Object.entries(TAMPERINGS);
  let falseAlarms = 0;
  const missed: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [name, tamper] = kinds[round % kinds.length] as [string, Tampering];
    if (round % 10 === 0 && !(await verify(`?anchor=${head.jws}`)).ok) falseAlarms += 1;
    const expected = await tamper(superuser, clinic.id, Number(head.sequence), random);
    const verdict = await verify(`?anchor=${head.jws}`);
    if (verdict.ok || verdict.firstBroken.sequence !== expected) missed.push(`${name} at ${expected}: ${JSON.stringify(verdict)}`);
    await restore();
  }
  expect([missed, falseAlarms]).toEqual([[], 0]);
  expect(await verify(`?anchor=${head.jws}&fromAnchor=true`)).toMatchObject({ ok: true });
  process.stdout.write(`${ROUNDS} tamperings of ${kinds.length} kinds found over ${head.sequence} entries, 0 false alarms (seed ${SEED})\n`);
}, 600_000);

it('a head is believed from this service and of this clinic alone', async () => {
  const { jws }: Json = expectStatus(await clinic.as('auditor').get('/v1/audit/head'), 200);
  const [header = '', payload = '', signature = ''] = String(jws).split('.');
  const forged = Buffer.from(payload, 'base64url').toString().replace(/"seq":\d+/, '"seq":1');
  const asked = (anchor: string) => clinic.as('auditor').get(`/v1/audit/verify?anchor=${anchor}`);
  expect(expectStatus(await asked(`${header}.${Buffer.from(forged).toString('base64url')}.${signature}`), 400).errors[0]).toMatchObject({ pointer: '/anchor', code: 'not-a-head' });
  expect(expectStatus(await asked('nothing'), 400).errors[0].code).toBe('not-a-head');
  const stranger = await service.newClinic();
  expect(expectStatus(await stranger.as('auditor').get(`/v1/audit/verify?anchor=${jws}`), 400).errors[0].code).toBe('another-clinic');
  // A head opens nothing.
  expectStatus(await service.anyone(String(jws)).get('/v1/audit/head'), 401);
  expectStatus(await clinic.as('clinician').get('/v1/audit/head'), 403);
});

it('the command line exports heads, verifies against them, and ends with 1 where a tail was cut off', async () => {
  const run = async (...words: string[]): Promise<{ code: number; lines: Json[] }> => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: service.databaseOfTest.ownerUrl, LOG_LEVEL: 'silent', TOKEN_SIGNING_KEY: KEY };
    const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
      execFile(process.execPath, [join(ROOT, 'dist/src/cli.js'), ...words], { cwd: ROOT, env }, (fault, out) => resolve({ code: fault ? Number(fault.code) : 0, stdout: out }));
    });
    return { code, lines: stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Json) };
  };
  const heads = await run('audit-head');
  expect(heads.lines.find(({ clinicId }) => clinicId === clinic.id)).toMatchObject({ sequence: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/), jws: expect.any(String) });
  const file = join(mkdtempSync(join(tmpdir(), 'heads ')), 'heads.jsonl');
  writeFileSync(file, heads.lines.map((line) => JSON.stringify(line)).join('\n'));
  expect(await run('audit-verify', '--anchor', file)).toMatchObject({ code: 0, lines: heads.lines.map(() => ({ ok: true, anchored: true })) });
  const restore = await saved();
  await superuser.query('delete from audit_entries e using audit_seals s where e.clinic_id = $1 and s.clinic_id = $1 and s.entry_id = e.id and s.sequence >= 50', [clinic.id]);
  await superuser.query('delete from audit_seals where clinic_id = $1 and sequence >= 50', [clinic.id]);
  expect(await run('audit-verify', '--clinic', clinic.id)).toMatchObject({ code: 0 }); // without a head nobody can tell
  expect(await run('audit-verify', '--clinic', clinic.id, '--anchor', file)).toMatchObject({ code: 1, lines: [{ ok: false, firstBroken: { sequence: 50, kind: 'truncated-tail' } }] });
  await restore();

  // A chain that is written anew shows against a head from before, also when newer ones are kept that agree with it.
  const kept = readFileSync(file, 'utf8');
  const restoreAgain = await saved();
  await superuser.query("update audit_entries set action = 'nothing.happened' where clinic_id = $1 and id = (select entry_id from audit_seals where clinic_id = $1 and sequence = 40)", [clinic.id]);
  await superuser.query('delete from audit_seals where clinic_id = $1 and sequence >= 40', [clinic.id]);
  const anew = await run('audit-head', '--clinic', clinic.id);
  writeFileSync(file, `${kept}\n${JSON.stringify(anew.lines[0])}\n`);
  expect(await run('audit-verify', '--clinic', clinic.id, '--anchor', file)).toMatchObject({ code: 1, lines: [{ ok: false, anchored: true }] });
  await restoreAgain();

  // What nobody signed is no head, and a clinic of which one was kept cannot go without a word.
  writeFileSync(file, JSON.stringify({ ...heads.lines[0], jws: undefined }));
  expect(await run('audit-verify', '--anchor', file)).toMatchObject({ code: 1, lines: [] });
  const gone = newId();
  const signed = await (await AccessTokens.make(KEY, undefined, 'elsewhere', 60, service.clock)).signHead({ clinicId: gone, sequence: 3, hash: 'b'.repeat(64), at: service.clock.now() });
  writeFileSync(file, JSON.stringify({ jws: signed }));
  expect(await run('audit-verify', '--clinic', gone, '--anchor', file)).toMatchObject({ code: 1, lines: [{ clinicId: gone, ok: false, firstBroken: { kind: 'missing-trail' } }] });
  rmSync(file);
});
