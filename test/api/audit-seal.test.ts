import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { expectStatus } from '../support/caller.js';
import { clinicsToSeal, takeUnsealed } from '../../src/audit/unsealed.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

describe('the seal of the trail', () => {
  let service: Service;
  let clinic: TestClinic;
  let superuser: pg.Client;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await service.stop();
  });

  const verify = async () => expectStatus(await clinic.as('auditor').get('/v1/audit/verify'), 200);
  /** An entry is sealed once no older transaction of the whole server is under way; other tests have theirs. */
  const sealed = async () => {
    for (let tries = 0; ; tries += 1) {
      const verdict = await verify();
      if (verdict.sealedThrough === verdict.events || tries === 100) return verdict;
      await wait(100);
    }
  };

  it('holds over an honest trail', async () => {
    for (const name of ['A', 'B', 'C']) expectStatus(await clinic.as('admin').post('/v1/rooms', { name }), 201);
    const verdict = await sealed();
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.sealedThrough).toBe(verdict.events);
    expect(verdict.events).toBeGreaterThan(10);
  });

  it.each([
    ['a changed entry', `update audit_entries set action = 'room.removed' where clinic_id = $1 and id = (select entry_id from audit_seals where clinic_id = $1 and sequence = 4)`, { sequence: 4, kind: 'content-mismatch' }],
    ['a removed entry', `delete from audit_entries where clinic_id = $1 and id = (select entry_id from audit_seals where clinic_id = $1 and sequence = 5)`, { sequence: 5, kind: 'missing-entry' }],
    ['a removed seal', `delete from audit_seals where clinic_id = $1 and sequence = 3`, { sequence: 3 }],
  ])('notices %s, and where', async (_what, tampering, expected) => {
    await sealed();
    await superuser.query('begin');
    // Only a superuser gets past the triggers at all.
    await superuser.query("set local session_replication_role = 'replica'");
    await superuser.query(tampering, [clinic.id]);
    await superuser.query('commit');
    expect(await verify()).toMatchObject({ ok: false, firstBroken: expected });
    clinic = await service.newClinic();
  });

  it('goes on over entries of a dump from a server that had counted its transactions further', async () => {
    const last = await superuser.query<{ transaction: string }>('select max(transaction)::text as transaction from audit_entries where clinic_id = $1', [clinic.id]);
    await superuser.query('begin');
    await superuser.query("set local session_replication_role = 'replica'");
    await superuser.query('delete from audit_seals where clinic_id = $1', [clinic.id]);
    await superuser.query('update audit_entries set transaction = transaction + 1000000000 where clinic_id = $1', [clinic.id]);
    await superuser.query('commit');
    expectStatus(await clinic.as('admin').post('/v1/rooms', { name: 'After the restore' }), 201);
    const verdict = await sealed();
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.sealedThrough).toBe(verdict.events);
    // What was restored comes first, however high its numbers.
    const { rows } = await superuser.query<{ restored: boolean }>('select e.transaction > $2 as restored from audit_seals s join audit_entries e on e.clinic_id = s.clinic_id and e.id = s.entry_id where s.clinic_id = $1 order by s.sequence', [clinic.id, Number(last.rows[0]?.transaction) + 500_000_000]);
    expect(rows.map(({ restored }) => restored)).toEqual(rows.map((_row, at) => at < rows.filter(({ restored }) => restored).length));
    expect(rows.filter(({ restored }) => !restored).length).toBeGreaterThan(0);
  });

  it('is set by the next round on what this process has left, however many rounds an older transaction has delayed it', async () => {
    const older = new pg.Client(service.databaseOfTest.superuserUrl);
    await older.connect();
    try {
      await older.query('begin');
      await older.query('select pg_current_xact_id()');
      const { id } = expectStatus(await clinic.as('admin').post('/v1/rooms', { name: 'Behind another' }), 201);
      const isSealed = async (): Promise<boolean> =>
        (await superuser.query('select from audit_seals s join audit_entries e on e.clinic_id = s.clinic_id and e.id = s.entry_id where e.clinic_id = $1 and e.subject_id = $2', [clinic.id, id])).rowCount === 1;
      for (let round = 0; round < 2; round += 1) await service.app.get(Jobs).runNow('audit-seals');
      expect(await isSealed()).toBe(false);
      await older.query('commit');
      for (let tries = 0; tries < 100 && !(await isSealed()); tries += 1) {
        await service.app.get(Jobs).runNow('audit-seals');
        await wait(50);
      }
      expect(await isSealed()).toBe(true);
    } finally {
      await older.end();
    }
  });

  it('is set on what a process left that died before it came to it', async () => {
    clinic = await service.newClinic();
    // As if the process that left them had died before its next round, and before its last.
    for (const id of clinicsToSeal()) takeUnsealed(id);
    await superuser.query('begin');
    await superuser.query("set local session_replication_role = 'replica'");
    await superuser.query('delete from audit_seals where clinic_id = $1', [clinic.id]);
    await superuser.query('commit');
    const unsealed = async (): Promise<number> =>
      Number((await superuser.query<{ n: number }>('select count(*)::int as n from audit_entries e where clinic_id = $1 and not exists (select 1 from audit_seals s where s.clinic_id = e.clinic_id and s.entry_id = e.id)', [clinic.id])).rows[0]?.n);
    expect(await unsealed()).toBeGreaterThan(5);
    for (let tries = 0; tries < 100 && (await unsealed()) > 0; tries += 1) {
      await service.app.get(Jobs).runNow('audit-seals-left');
      await wait(50);
    }
    expect(await unsealed()).toBe(0);
  });

  it('is set on what was left hours ago before it is set on anything new', async () => {
    clinic = await service.newClinic();
    const rounds = service.app.get(Jobs);
    await rounds.runNow('audit-seals');
    const asSuperuser = async (statement: string): Promise<void> => {
      await superuser.query('begin');
      await superuser.query("set local session_replication_role = 'replica'");
      await superuser.query(statement, [clinic.id]);
      await superuser.query('commit');
    };
    // Everything happened two hours ago, and the service was away ever since; the last entry was left without a seal.
    await asSuperuser('delete from audit_seals where clinic_id = $1');
    await asSuperuser(`update audit_entries set id = (lpad(to_hex(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint - 7200000), 12, '0') || substr(replace(id::text, '-', ''), 13))::uuid where clinic_id = $1`);
    const sealedAll = async (): Promise<boolean> => (await superuser.query('select (select count(*) from audit_entries where clinic_id = $1) = (select count(*) from audit_seals where clinic_id = $1) as all', [clinic.id])).rows[0].all;
    for (let tries = 0; tries < 100 && !(await sealedAll()); tries += 1) {
      await rounds.runNow('audit-seals-left');
      await wait(50);
    }
    await asSuperuser('delete from audit_seals where clinic_id = $1 and sequence = (select max(sequence) from audit_seals where clinic_id = $1)');
    for (const id of clinicsToSeal()) takeUnsealed(id);
    expectStatus(await clinic.as('admin').post('/v1/rooms', { name: 'After the holidays' }), 201);
    for (let tries = 0; tries < 100 && !(await sealedAll()); tries += 1) {
      await rounds.runNow('audit-seals');
      await wait(50);
    }
    expect(await verify()).toMatchObject({ ok: true });
    expect(await sealedAll()).toBe(true);
  });

  it('cannot be broken by the service or the owner of the schema', async () => {
    await verify();
    const owner = new pg.Client(service.databaseOfTest.ownerUrl);
    await owner.connect();
    await expect(owner.query(`select set_config('app.clinic_id', '${clinic.id}', false)`).then(() => owner.query('update audit_entries set ip = null'))).rejects.toThrow('append-only');
    await expect(owner.query('truncate audit_entries cascade')).rejects.toThrow('append-only');
    await owner.query('set role tms_service');
    await expect(owner.query('delete from audit_seals')).rejects.toThrow('permission denied');
    await owner.end();
  });
});
