import { sql, type Sql } from '../../platform/database/sql.js';
import { together } from '../../platform/database/together.js';
import type { Work } from '../../platform/database/work.js';
import { toInstant } from '../../platform/clock/clock.js';
import { newId } from '../../platform/kernel/uuid.js';
import './claims.problems.js';

export type ResourceKind = 'device' | 'room' | 'operator' | 'patient';

export interface Resource {
  kind: ResourceKind;
  id: string;
}

/** A resource and the time that is taken of it, half-open, in epoch milliseconds. */
export interface ClaimedResource extends Resource {
  startMs: number;
  endMs: number;
}

export interface Occupant {
  kind: 'session' | 'downtime' | 'absence' | 'hold';
  id: string;
}

/**
 * Waits for its turn on each resource, in one order for everyone, until the transaction ends. Exclusion constraints alone
 * are safe but deadlock when two bookings insert crosswise; with the locks taken first nobody waits in a circle.
 * Holds that have expired stop standing in the way.
 */
export function lockResources(work: Work, resources: readonly Resource[]): Promise<void> {
  return lockEach(work, sql`select * from unnest(${resources.map(({ kind }) => kind)}::text[], ${resources.map(({ id }) => id)}::uuid[])`);
}

/** As `lockResources`. @param resources a query of kind and id */
export async function lockEach(work: Work, resources: Sql): Promise<void> {
  const { clinicId } = work.actor;
  await together(
    work.many(sql`
      select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended(${clinicId}::text || '/' || r.kind || '/' || r.id, 0) as key from (${resources}) as r(kind, id) order by 1) as keys`),
    work.run(sql`
      update claims set live = false
      where clinic_id = ${clinicId} and live and occupant = 'hold' and expires_at <= ${work.now}
        and resource_id in (select r.id from (${resources}) as r(kind, id))`),
  );
}

export interface HowToClaim {
  /** Afterwards they stand in nobody's way. */
  expiresAt?: string;
  /** A room or an operator that is taken may be shared; a device and a patient never are. */
  sharing?: boolean;
}

/** Takes the resources. Call with their locks held. @throws Refusal 409 `slot-taken` when one is occupied after all */
export async function claim(work: Work, taken: readonly { occupant: Occupant; resources: readonly ClaimedResource[] }[], { expiresAt, sharing = false }: HowToClaim = {}): Promise<void> {
  const rows = taken.flatMap(({ occupant, resources }) =>
    resources.map(({ kind, id, startMs, endMs }) => ({
      id: newId(),
      kind,
      resource_id: id,
      occupant: occupant.kind,
      occupant_id: occupant.id,
      during: `[${toInstant(startMs)},${toInstant(endMs)})`,
    })),
  );
  rows.sort((a, b) => (`${a.kind}${a.resource_id}${a.during}` < `${b.kind}${b.resource_id}${b.during}` ? -1 : 1));
  await work.run(sql`
    insert into claims (clinic_id, id, kind, resource_id, lane, occupant, occupant_id, during, expires_at)
    select ${work.actor.clinicId}, r.id, r.kind, r.resource_id, ${sharing ? FREE_LANE(work.actor.clinicId) : sql`1`}, r.occupant, r.occupant_id, r.during, ${expiresAt ?? null}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, kind text, resource_id uuid, occupant text, occupant_id uuid, during tstzrange)`);
}

/** The first lane of `r` that nothing live stands in; the exclusion constraint has the last word all the same. */
const FREE_LANE = (clinicId: string): Sql => sql`case when r.kind in ('room', 'operator') then coalesce((
    select min(l) from generate_series(1, 100) as l where not exists (
      select 1 from claims c where c.clinic_id = ${clinicId} and c.kind = r.kind and c.resource_id = r.resource_id and c.live and c.lane = l and c.during && r.during)), 1) else 1 end`;

/** Frees everything that an occupant has taken; at once, since searching and booking read the same rows. */
export async function releaseClaims(work: Work, occupantIds: readonly string[]): Promise<void> {
  await work.run(sql`
    update claims set live = false
    where clinic_id = ${work.actor.clinicId} and occupant_id = any(${occupantIds}::uuid[]) and live`);
}

/** Ends what an occupant has taken early (a session that was aborted); what is past stays taken, and what is yet to begin (a later part of the plan). */
export async function truncateClaims(work: Work, occupantId: string, endMs: number): Promise<void> {
  const end = toInstant(endMs);
  await work.run(sql`
    update claims set during = tstzrange(lower(during), greatest(${end}::timestamptz, lower(during) + interval '1 minute'))
    where clinic_id = ${work.actor.clinicId} and occupant_id = ${occupantId} and live and kind <> 'patient' and lower(during) <= ${end}::timestamptz and upper(during) > ${end}::timestamptz`);
}
