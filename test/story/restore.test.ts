import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playTour } from '../../bin/tour/play.mjs';
import { backup, compare, restore } from '../../src/cli-backup.js';
import type { Json } from '../support/caller.js';
import { debianPrograms, DebianCluster } from '../support/debian-cluster.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Patients beside those of the story, to see what a larger database costs. */
const MORE_PATIENTS = Number(process.env['RESTORE_PATIENTS'] ?? 2_000);
const DESKS = 4;

const programs = debianPrograms();
if (programs === undefined && process.env['RESTORE_PATIENTS']) throw new Error('This needs pg_dump and pg_restore of Debian’s postgresql packages');
// The embedded server comes without pg_dump; PostgreSQL from Debian's packages has it.
const drill = programs === undefined ? describe.skip : describe;

/** A clinic loses its database server, and goes on from a backup that was taken while people were at work. */
drill('a backup, restored into an empty server', () => {
  let [first, second]: (DebianCluster | undefined)[] = [];
  let [before, after]: (MortalService | undefined)[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'tms-backup-'));
  const saved = join(folder, 'saved');

  afterAll(async () => {
    await before?.kill();
    await after?.kill();
    await first?.remove();
    await second?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const serve = async (cluster: DebianCluster, settings: Record<string, string> = {}): Promise<MortalService> => {
    const owner = cluster.url('tms_owner');
    const service = new MortalService(cluster.url('tms_app'), TEST_PASSWORD, { MIGRATION_DATABASE_URL: owner, CLOCK: '2030-03-04T14:00:00.000Z', ...settings });
    await service.start();
    return service;
  };

  const command = async (words: string[], settings: Record<string, string>): Promise<{ code: number | null; said: string; seconds: number }> => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [join(ROOT, 'dist/src/cli.js'), ...words], { env: { PATH: `${programs}:${process.env['PATH']}`, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said, seconds: (performance.now() - startedMs) / 1000 };
  };

  const call = async (service: MortalService, method: string, path: string, token = '', body?: Json): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(`${service.address}${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const logIn = async (service: MortalService, who: string): Promise<string> =>
    (await call(service, 'POST', '/v1/auth/login', '', { email: `${who}@harbour.example`, password: TEST_PASSWORD })).body.accessToken;

  it('holds everything that was acknowledged before it began, to the byte, and the service goes on from there', async () => {
    first = await DebianCluster.make(programs ?? '');
    await first.prepare();
    before = await serve(first);
    const { review } = await playTour({ base: before.address, password: TEST_PASSWORD, nowMs: before.nowMs(), send: fetchJson });
    await first.ask(`insert into patients (clinic_id, id, mrn, given_name, family_name, birth_date, sex_at_birth, handedness, search_text, created_at)
      select (select id from clinics where name like 'Harbour%'), gen_random_uuid(), 'M' || n, 'Given' || n, 'Family' || n, date '1950-01-01' + (n % 18000), 'unknown', 'unknown', 'family' || n || ' given' || n, now() from generate_series(1, ${MORE_PATIENTS}) n`);

    // Desks are at work while the backup is made.
    const token = await logIn(before, 'front-desk');
    const acknowledged: { mrn: string; atMs: number }[] = [];
    let working = true;
    const desks = Array.from({ length: DESKS }, async (_, desk) => {
      for (let n = 1; working && before; n += 1) {
        const mrn = `D${desk}-${n}`;
        const answer = await call(before, 'POST', '/v1/patients', token, { mrn, givenName: 'Desk', familyName: 'Patient', birthDate: '1960-02-03', sexAtBirth: 'unknown', handedness: 'unknown' });
        if (answer.status === 201) acknowledged.push({ mrn, atMs: performance.now() });
      }
    });
    const sealed = async (): Promise<number> => Number((await first?.ask<{ n: number }>('select count(distinct clinic_id)::int as n from audit_seals'))?.[0]?.n);
    while (acknowledged.length < DESKS || (await sealed()) < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    const beganMs = performance.now();
    const backup = await command(['backup', '--to', saved], { BACKUP_DATABASE_URL: first.url('tms_backup') });
    working = false;
    await Promise.all(desks);
    expect([backup.code, backup.said]).toEqual([0, expect.stringMatching(/^saved: \d+ tables, \d+ rows, 2 trails, as of /)]);
    const due = acknowledged.filter(({ atMs }) => atMs < beganMs);
    expect(due.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThan(due.length);
    await before.kill();
    await first.kill();

    second = await DebianCluster.make(programs ?? '');
    await second.prepare();
    const restored = await command(['restore', '--from', saved], { RESTORE_DATABASE_URL: second.url() });
    expect([restored.code, restored.said]).toEqual([0, backup.said.replace('saved', 'whole')]);
    process.stdout.write(`  ${backup.said.trim()}; dump of ${(statSync(join(saved, 'tms.dump')).size / 1e6).toFixed(1)} MB in ${backup.seconds.toFixed(1)} s, restored and verified in ${restored.seconds.toFixed(1)} s\n`);

    after = await serve(second);
    const again = await logIn(after, 'clinician');
    expect(await playedReview(after, again, review)).toEqual(review);
    const kept = await second.ask<{ mrn: string }>("select mrn from patients where mrn like 'D%-%'");
    expect(due.filter(({ mrn }) => !kept.some((row) => row.mrn === mrn))).toEqual([]);
    expect((await call(after, 'POST', '/v1/patients', again, { mrn: 'AFTER', givenName: 'After', familyName: 'Restore', birthDate: '1960-02-03', sexAtBirth: 'unknown', handedness: 'unknown' })).status).toBe(201);
    const verdict = (await call(after, 'GET', '/v1/audit/verify', await logIn(after, 'auditor'))).body;
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.events - verdict.sealedThrough).toBeLessThanOrEqual(2);
  }, 120_000);

  it('is refused where it is not what was saved, and a restored database that was altered is found out', async () => {
    const server = second ?? (() => { throw new Error('the first test did not get that far'); })();
    const env = { PATH: `${programs}:${process.env['PATH']}` };
    await expect(restore(server.url(), saved, env)).rejects.toThrow('not empty');
    await expect(restore(server.url('tms_owner'), saved, env)).rejects.toThrow('superuser');
    await expect(backup(server.url('tms_app'), join(folder, 'other'), env)).rejects.toThrow('does not see every row');
    await expect(backup(server.url('tms_backup'), saved, env)).rejects.toThrow('holds a backup already');
    await expect(backup(server.url('tms_backup'), join(folder, 'other'), { PATH: '' })).rejects.toThrow('pg_dump is not installed');

    const damaged = join(folder, 'damaged');
    cpSync(saved, damaged, { recursive: true });
    const bytes = readFileSync(join(damaged, 'tms.dump'));
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(join(damaged, 'tms.dump'), bytes);
    await expect(restore(server.url(), damaged, env)).rejects.toThrow('SHA-256');

    // One patient came since; with one of the others gone the number is the same, and the sum is not.
    await server.ask("set session_replication_role = 'replica'; delete from patients where mrn = 'M2'");
    await expect(compare(server.url(), saved)).rejects.toThrow(/- patients: \d+ rows as expected, but not the same/);
  }, 60_000);
});

async function fetchJson(url: string, { method, headers, body }: { method: string; headers: Record<string, string>; body?: string }): Promise<{ status: number; body: Json; headers: Record<string, string> }> {
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: Object.fromEntries(answer.headers) };
}

async function playedReview(service: MortalService, token: string, review: Json): Promise<Json> {
  return (await fetchJson(`${service.address}/v1/courses/${review.courseId}/review`, { method: 'GET', headers: { authorization: `Bearer ${token}` } })).body;
}
