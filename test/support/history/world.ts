import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { DEMO_CLINICS } from '../../../src/demo/demo-clinics.js';
import type { Json } from '../caller.js';
import type { FinalState } from './history.js';

const FILL = readFileSync(new URL('../../../bench/many-courses.sql', import.meta.url), 'utf8');
const CLINIC = DEMO_CLINICS[0]!;
export const ZONE = CLINIC.timeZone;
export const TURNOVER_MINUTES = CLINIC.turnoverMinutes;
const PROTOCOL = 'm1-hf10-attal-2021';
const RENEWED_EVERY_MS = Number(process.env['PROVE_RENEW_MS'] ?? 300_000);

/** What the clients may ask for. */
export interface World {
  clinicId: string;
  token: string;
  /** Of a front desk of the other clinic. */
  stranger: string;
  devices: string[];
  rooms: string[];
  operators: string[];
  courses: { id: string; patientId: string }[];
}

async function loggedIn(address: () => string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${address()}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
  return String(((await answer.json()) as Json).accessToken);
}

/** A token lasts an hour at most, and the whole experiment longer. @returns what ends it */
export function staySignedIn(world: World, address: () => string, password: string): () => void {
  const renew = async (): Promise<void> => {
    // Both or none, and the next time again where the services are down.
    const tokens = await Promise.all([CLINIC, DEMO_CLINICS[1]!].map(({ domain }) => loggedIn(address, `front-desk@${domain}`, password))).catch(() => []);
    const [token, stranger] = tokens;
    if (token?.includes('.') && stranger?.includes('.')) Object.assign(world, { token, stranger });
  };
  const timer = setInterval(() => void renew(), RENEWED_EVERY_MS);
  return () => clearInterval(timer);
}

/** The demo's first clinic, enlarged, with active courses of one protocol for made-up patients. */
export async function makeWorld(address: () => string, superuser: pg.Client, password: string, courses: number): Promise<World> {
  const login = (name: string, clinic = CLINIC): Promise<string> => loggedIn(address, `${name}@${clinic.domain}`, password);
  const admin = await login('admin');
  const add = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${address()}${path}`, { method: 'POST', headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  };
  for (const n of [3, 4]) {
    await add('/v1/rooms', { name: `Room ${n}` });
    await add('/v1/devices', { ...CLINIC.devices[0], name: `Stimulator ${n}` });
    await add('/v1/staff', { email: `operator${n}@${CLINIC.domain}`, displayName: `Operator ${n}`, roles: ['operator'] });
  }
  await superuser.query(FILL, [CLINIC.id, courses, 1, 15]);
  await superuser.query(
    `update courses c set status = 'active', ended_at = null, sessions_delivered = 0, pulses_delivered = 0, protocol_id = v.protocol_id, protocol_version = v.version, modality = v.modality
     from protocol_versions v join protocols p on (p.clinic_id, p.id) = (v.clinic_id, v.protocol_id) where c.clinic_id = $1 and v.clinic_id = $1 and p.code = $2 and v.status = 'published'`,
    [CLINIC.id, PROTOCOL],
  );
  const ids = async (statement: string): Promise<string[]> => (await superuser.query(statement, [CLINIC.id])).rows.map(({ id }: Json) => id);
  return {
    clinicId: CLINIC.id,
    token: await login('front-desk'),
    stranger: await login('front-desk', DEMO_CLINICS[1]),
    devices: await ids('select id from devices where clinic_id = $1 order by name'),
    rooms: await ids('select id from rooms where clinic_id = $1 order by name'),
    operators: await ids(`select id from staff where clinic_id = $1 and 'operator' = any(roles) order by id`),
    courses: (await superuser.query(`select id, patient_id as "patientId" from courses where clinic_id = $1 and status = 'active' order by id`, [CLINIC.id])).rows,
  };
}

const instant = (at: Date): string => at.toISOString();

/** What the database holds of the clinic's sessions and downtimes, past every policy. */
export async function finalState(superuser: pg.Client, { clinicId }: World): Promise<FinalState> {
  const sessions = await superuser.query('select id, status, starts_at, ends_at, device_id, room_id, operator_id from sessions where clinic_id = $1', [clinicId]);
  const downtimes = await superuser.query('select id, starts_at, ends_at, device_id from downtimes where clinic_id = $1', [clinicId]);
  const audited = await superuser.query(
    `select action || ' ' || subject_id as change, count(*)::int as n from audit_entries
     where clinic_id = $1 and action in ('session.booked', 'session.moved', 'session.cancelled', 'downtime.added', 'downtime.removed', 'patient.changed') group by 1`, [clinicId]);
  return {
    rows: [
      ...sessions.rows.map((row: Json) => ({
        id: row.id, live: row.status === 'scheduled',
        facts: { startsAt: instant(row.starts_at), endsAt: instant(row.ends_at), deviceId: row.device_id, roomId: row.room_id, operatorId: row.operator_id },
      })),
      ...downtimes.rows.map((row: Json) => ({ id: row.id, live: true, facts: { startsAt: instant(row.starts_at), endsAt: instant(row.ends_at), deviceId: row.device_id } })),
    ],
    audited: Object.fromEntries(audited.rows.map(({ change, n }: Json) => [change, n])),
  };
}

/** Sessions and downtimes whose claims are not just what they need: four and one while they stand, none after. */
export async function strayClaims(superuser: pg.Client, { clinicId }: World): Promise<number> {
  const { rows } = await superuser.query(
    `with needed as (
       select id, case when status = 'scheduled' then 4 else 0 end as n from sessions where clinic_id = $1
       union all select id, 1 from downtimes where clinic_id = $1),
     held as (select occupant_id as id, count(*)::int as n from claims where clinic_id = $1 and live group by 1)
     select count(*)::int as n from needed full join held using (id) where coalesce(needed.n, 0) <> coalesce(held.n, 0)`, [clinicId]);
  return rows[0].n;
}

/** What a run may not leave behind: open transactions, locks, broken indexes, a trail that does not add up. */
export async function troubleLeft(superuser: pg.Client, address: string, password: string): Promise<Record<string, unknown>> {
  const { idle, locks } = await leftOpen(superuser);
  return { idleInTransaction: idle, advisoryLocks: locks, brokenIndexes: await brokenIndexes(superuser), trailIsIntact: await trailIsIntact(address, password) };
}

/**
 * Transactions and advisory locks that are kept although nothing is asked any more. The service's own work (sealing,
 * reminders) holds a lock for a moment every few seconds, so what counts is what is still there after ten.
 */
export async function leftOpen(superuser: pg.Client): Promise<{ idle: number; locks: number }> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await superuser.query(`
      select (select count(*)::int from pg_stat_activity where datname = current_database() and state like 'idle in transaction%' and state_change < now() - interval '5 seconds') as idle,
        (select count(*)::int from pg_locks where locktype = 'advisory') as locks`);
    if (rows[0].idle + rows[0].locks === 0 || tries === 100) return rows[0];
    await wait(100);
  }
}

/** Every b-tree of the schema against its table. */
async function brokenIndexes(superuser: pg.Client): Promise<string[]> {
  await superuser.query('create extension if not exists amcheck');
  const { rows } = await superuser.query(`
    select c.oid::regclass::text as name from pg_class c join pg_am a on a.oid = c.relam and a.amname = 'btree'
    join pg_index i on i.indexrelid = c.oid and i.indisvalid where c.relnamespace = 'public'::regnamespace and c.relkind = 'i'`);
  const broken: string[] = [];
  for (const { name } of rows as Json[]) await superuser.query('select bt_index_check($1::regclass, true)', [name]).catch((fault: unknown) => broken.push(`${name}: ${String(fault)}`));
  return broken;
}

async function trailIsIntact(address: string, password: string): Promise<boolean> {
  const ask = async (path: string, init: RequestInit): Promise<Json> => (await fetch(`${address}${path}`, init)).json();
  const { accessToken } = await ask('/v1/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: `auditor@${CLINIC.domain}`, password }) });
  return (await ask('/v1/audit/verify', { headers: { authorization: `Bearer ${accessToken}` } })).ok;
}
