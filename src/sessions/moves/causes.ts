import { sql, type Sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { invalid, InvalidRequest } from '../../platform/errors/refusal.js';
import { withLaterPart } from '../../scheduling/index.js';
import type { Claim } from '../../scheduling/read.js';
import { misplacedAmong, unableAmong, type Misplaced } from './misplaced-sessions.js';
import type { Movable } from './movable.js';
import type { ReplanRequest } from './moves.dto.js';
import { enterOutage, reservationsIn } from './outage.js';

const DAY_MS = 86_400_000;
/** So many days are looked through at once for what stands where it could not be booked any more. */
const MOST_DAYS = 92;
/** As a downtime and an absence at most. */
const LONGEST_OUTAGE_DAYS = 366;

/** What takes the places away: which sessions it touches, and what stands in the calendar instead of them. */
export interface Cause {
  touches: Sql;
  /** Why each of those touched cannot stay, where not all of them have to go; whoever is not named stays. */
  reasons?: (touched: readonly Movable[]) => Promise<Misplaced>;
  /** Those given or under way, of which a later part of the plan is left without it. */
  laterParts?: Sql;
  blocks: Claim[];
  /** Times that are only kept and are given back when it is entered. */
  reservations?: () => Promise<string[]>;
  fromMs: number;
  toMs: number;
  enter: () => Promise<unknown>;
}

/** @throws InvalidRequest unless exactly one cause is named */
export async function causeOf(work: Work, { deviceId, operatorId, closureId, misplaced: anything, from, to, reason }: ReplanRequest): Promise<Cause> {
  const named = [deviceId, operatorId, closureId, anything].filter(Boolean);
  if (named.length !== 1) throw new InvalidRequest(['deviceId', 'operatorId', 'closureId', 'misplaced'].map((name) => ({ pointer: `/${name}`, code: 'exactly-one', message: 'exactly one of deviceId, operatorId, closureId and misplaced is required' })));
  if (closureId) return closureCause(work, closureId);
  const kind = deviceId ? 'device' : 'operator';
  const id = deviceId ?? operatorId ?? '';
  if (deviceId && from === undefined && to === undefined) return outOfServiceCause(work, deviceId);
  if (operatorId && from === undefined && to === undefined) return unableCause(work, operatorId);
  if (from === undefined) throw invalid('/from', 'required', 'is required');
  if (to === undefined) throw invalid('/to', 'required', 'is required');
  if (to <= from) throw invalid('/to', 'ends-before-it-begins', 'must be later than from');
  if (anything) return misplacedCause(work, from, to);
  if (Date.parse(to) - Date.parse(from) > LONGEST_OUTAGE_DAYS * DAY_MS) throw invalid('/to', 'too-long', `must be within ${LONGEST_OUTAGE_DAYS} days of from`);
  await work.one(kind === 'device'
    ? sql`select 1 as there from devices where clinic_id = ${work.actor.clinicId} and id = ${id}`
    : sql`select 1 as there from staff where clinic_id = ${work.actor.clinicId} and id = ${id} and 'operator' = any(roles)`);
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const outage = { kind, id, from, to, reason } as const;
  return {
    // One in progress may be past its claim, and so may one whose patient waits for it.
    touches: sql`(s.id in (
      select occupant_id from claims where clinic_id = ${work.actor.clinicId} and live and occupant = 'session' and kind = ${kind} and resource_id = ${id} and during && tstzrange(${from}, ${to}))
      or (s.status = 'in-progress' or ${stillWaiting(work)}) and ${kind === 'device' ? sql`s.device_id` : sql`s.operator_id`} = ${id} and ${work.now}::timestamptz >= ${from} and ${work.now}::timestamptz < ${to})`,
    laterParts: withLaterPart(work, kind, id, from, to),
    blocks: [{ kind, resourceId: id, startMs: fromMs, endMs: toMs, occupant: kind === 'device' ? 'downtime' : 'absence', occupantId: id }],
    reservations: () => reservationsIn(work, outage),
    fromMs,
    toMs,
    enter: () => enterOutage(work, outage),
  };
}

async function outOfServiceCause(work: Work, deviceId: string): Promise<Cause> {
  const device = await work.one<{ status: string }>(sql`select status from devices where clinic_id = ${work.actor.clinicId} and id = ${deviceId}`);
  if (device.status === 'in-service') throw invalid('/from', 'required', 'is required with to: the device is in service');
  return { touches: sql`s.device_id = ${deviceId} and ${stillAhead(work)}`, ...NOTHING_ENTERED(work) };
}

/** Whose place is not over yet: one who is late can still be put elsewhere. And what is in progress or waited for, to be told of. */
const stillAhead = (work: Work): Sql => sql`(s.ends_at > ${work.now}::timestamptz or s.status = 'in-progress' or ${stillWaiting(work)})`;

/** Checked in today for a time that is over: the patient may still sit there. */
const stillWaiting = ({ actor, now }: Work): Sql => sql`(s.status in ('checked-in', 'held') and s.ends_at <= ${now}::timestamptz
  and s.starts_at >= (select date_trunc('day', ${now}::timestamptz, c.time_zone) from clinics c where c.id = ${actor.clinicId}))`;

const NOTHING_ENTERED = ({ nowMs }: Work): Pick<Cause, 'blocks' | 'fromMs' | 'toMs' | 'enter'> => ({ blocks: [], fromMs: nowMs, toMs: nowMs, enter: () => Promise.resolve() });

/** Somebody who left, delivers no more, has lost a competence or a shift: what of theirs is booked that they could not be given today. */
async function unableCause(work: Work, operatorId: string): Promise<Cause> {
  const { active } = await work.one<{ active: boolean }>(sql`
    select deactivated_at is null and 'operator' = any(roles) as active from staff where clinic_id = ${work.actor.clinicId} and id = ${operatorId}`);
  return {
    touches: sql`s.operator_id = ${operatorId} and s.status <> 'in-progress' and ${stillAhead(work)}`,
    reasons: async (touched) => {
      const found = new Map([...(await unableAmong(work, touched))].filter(([, reasons]) => reasons.some(({ code }) => code.startsWith('operator-'))));
      if (active && found.size === 0) throw invalid('/from', 'required', 'is required with to: the operator may deliver all that is booked with them');
      return found;
    },
    ...NOTHING_ENTERED(work),
  };
}

/** Whatever would not be given its place any more: hours, holidays, shifts, competences, devices, rooms or gaps have changed under it, or its day is too full. */
function misplacedCause(work: Work, from: string, to: string): Cause {
  if (Date.parse(to) - Date.parse(from) > MOST_DAYS * DAY_MS) throw invalid('/to', 'too-long', `must be within ${MOST_DAYS} days of from`);
  return {
    touches: sql`s.starts_at >= ${from}::timestamptz and s.starts_at < ${to}::timestamptz and s.status <> 'in-progress' and ${stillAhead(work)}`,
    reasons: (touched) => misplacedAmong(work, touched),
    ...NOTHING_ENTERED(work),
  };
}

async function closureCause(work: Work, closureId: string): Promise<Cause> {
  const { fromMs, toMs } = await work.one<{ fromMs: number; toMs: number }>(sql`
    select extract(epoch from from_date::timestamp at time zone c.time_zone) * 1000 as "fromMs", extract(epoch from (to_date + 1)::timestamp at time zone c.time_zone) * 1000 as "toMs"
    from closures k join clinics c on c.id = k.clinic_id where k.clinic_id = ${work.actor.clinicId} and k.id = ${closureId}`);
  const touches = sql`exists (select 1 from closures k join clinics c on c.id = k.clinic_id
    where k.clinic_id = s.clinic_id and k.id = ${closureId} and (s.starts_at at time zone c.time_zone)::date between k.from_date and k.to_date) and ${stillAhead(work)}`;
  return { touches, blocks: [], fromMs, toMs, enter: () => Promise.resolve() };
}
