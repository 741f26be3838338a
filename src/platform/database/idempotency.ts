import { setImmediate as nextTurn } from 'node:timers/promises';
import { Refusal, unprocessable } from '../errors/refusal.js';
import { sql } from './sql.js';
import type { Work } from './work.js';

/** How long a key is remembered at least; afterwards the same key is a new request. */
export const KEY_KEPT_HOURS = 48;
const FORGOTTEN_AT_ONCE = 2_000;

/** An answer as it went over the wire, kept beside its effect. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What a request says about being a repetition. The scope of a key is the clinic, the person and the route. */
export interface Idempotency {
  readonly key: string;
  /** Method and route template, e.g. `POST /v1/patients`. */
  readonly route: string;
  /** Digest of path and body: the same key with another one is a mistake of the caller. */
  readonly fingerprint: string;
  /** What whoever asks may do now: an answer made for more is not sent again. */
  readonly permissions: readonly string[];
  describe(answer: unknown): KeptAnswer;
  /** Whoever asked no longer waits for the answer. */
  isAbandoned(): boolean;
}

/** Handed out in place of an answer: send `kept` again. */
export class Replay {
  constructor(readonly kept: KeptAnswer) {}
}

/** Looks again, in the work that repeats an answer, at the records it tells of: each may have been closed since. */
export interface ReplayCheck {
  seenAgain(work: Work, records: readonly string[]): Promise<void>;
}
export const REPLAY_CHECK = Symbol('REPLAY_CHECK');

interface Kept extends KeptAnswer {
  fingerprint: string;
  permissions: string[];
  records: string[];
}

/**
 * Takes the key, in the transaction of the effect. A concurrent twin waits here on the unique index until the first is
 * committed, then gets its answer; when the first is rolled back the twin goes on as if it had been alone.
 * @throws Refusal 422 `idempotency-key-reused` when the key came with another body before; 403 when the answer was made
 *   for somebody who might see more than the asker may now
 */
export async function replayOf(work: Work, { key, route, fingerprint, permissions, isAbandoned }: Idempotency, check: ReplayCheck | undefined): Promise<Replay | undefined> {
  const { clinicId, staffId } = work.actor;
  const taken = await work.run(sql`
    insert into idempotency_keys as k (clinic_id, staff_id, route, key, fingerprint, permissions, created_at)
    values (${clinicId}, ${staffId}, ${route}, ${key}, ${fingerprint}, ${[...permissions]}, ${work.now})
    on conflict (clinic_id, staff_id, route, key) do update
      set fingerprint = excluded.fingerprint, permissions = excluded.permissions, created_at = excluded.created_at, records = '{}', status = null, headers = null, body = null
      where k.created_at < ${work.now}::timestamptz - make_interval(hours => ${KEY_KEPT_HOURS})`);
  if (taken === 1) {
    await refuseAbandoned(isAbandoned);
    return undefined;
  }
  const kept = await work.one<Kept>(sql`
    select fingerprint, permissions, records, status, headers, body from idempotency_keys
    where clinic_id = ${clinicId} and staff_id = ${staffId} and route = ${route} and key = ${key}`);
  if (kept.fingerprint !== fingerprint) {
    throw unprocessable('idempotency-key-reused', 'This Idempotency-Key came with a different request before.');
  }
  if (!kept.permissions.every((permission) => permissions.includes(permission))) {
    throw new Refusal('forbidden', 'forbidden', 'This was done; its answer was made for more than you may see now.');
  }
  await check?.seenAgain(work, kept.records);
  return new Replay({ status: kept.status, headers: kept.headers, body: kept.body });
}

/**
 * Whoever hangs up and asks again elsewhere may have been refused there, while the first try stood in a queue: done now, it
 * would be a booking that its caller believes refused. From here on it holds the key, and a later try waits for it.
 */
async function refuseAbandoned(isAbandoned: () => boolean): Promise<void> {
  // A hanging-up that has arrived together with the database's answer is heard before the next turn of the loop.
  await nextTurn();
  if (isAbandoned()) throw new Refusal('unavailable', 'abandoned', 'The connection was closed before this was begun; nothing was changed.', {}, { 'Retry-After': '1' });
}

/** Keeps the answer with the key, last before the commit. */
export function keepAnswer(work: Work, { key, route, describe }: Idempotency, answer: unknown): void {
  const { status, headers, body } = describe(answer);
  work.send(sql`
    update idempotency_keys set status = ${status}, headers = ${JSON.stringify(headers)}::jsonb, body = ${body}, records = ${[...work.records]}::uuid[]
    where clinic_id = ${work.actor.clinicId} and staff_id = ${work.actor.staffId} and route = ${route} and key = ${key}`);
}

/** Forgets keys whose time is over: what is kept with them is a second copy of records. */
export async function forgetKeys(work: Work): Promise<void> {
  for (let forgotten = FORGOTTEN_AT_ONCE; forgotten === FORGOTTEN_AT_ONCE; ) {
    forgotten = await work.run(sql`
      delete from idempotency_keys where clinic_id = ${work.actor.clinicId} and ctid = any(array(
        select ctid from idempotency_keys
        where clinic_id = ${work.actor.clinicId} and created_at < ${work.now}::timestamptz - make_interval(hours => ${KEY_KEPT_HOURS})
        limit ${FORGOTTEN_AT_ONCE}))`);
  }
}
