import { courseFacts } from '../../courses/read.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { invalid, InvalidRequest } from '../../platform/errors/refusal.js';
import { calendarFor, misplaced, tooNear, type Claim, type Reason } from '../../scheduling/read.js';
import { placementRequest } from '../course-calendar.js';
import { otherTreatments } from '../other-treatments.js';
import { phaseOf } from '../phases.js';
import type { Movable } from './movable.js';
import type { ReplanRequest } from './moves.dto.js';
import { enterOutage, reservationsIn } from './outage.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So many days are looked through at once for what stands where it could not be booked any more. */
const MOST_DAYS = 92;
/** As a downtime and an absence at most. */
const LONGEST_OUTAGE_DAYS = 366;

/** What takes the places away: which sessions it touches, and what stands in the calendar instead of them. */
export interface Cause {
  touches: Sql;
  /** Why each of those touched cannot stay, where not all of them have to go; whoever is not named stays. */
  reasons?: (touched: readonly Movable[]) => Promise<ReadonlyMap<string, readonly Reason[]>>;
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
    touches: sql`s.id in (
      select occupant_id from claims where clinic_id = ${work.actor.clinicId} and live and occupant = 'session' and kind = ${kind} and resource_id = ${id} and during && tstzrange(${from}, ${to}))`,
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

/** Whose place is not over yet: one who is late can still be put elsewhere. */
const stillAhead = (work: Work): Sql => sql`s.ends_at > ${work.now}::timestamptz`;

const NOTHING_ENTERED = ({ nowMs }: Work): Pick<Cause, 'blocks' | 'fromMs' | 'toMs' | 'enter'> => ({ blocks: [], fromMs: nowMs, toMs: nowMs, enter: () => Promise.resolve() });

/** Somebody who left, delivers no more, has lost a competence or a shift: what of theirs is booked that they could not be given today. */
async function unableCause(work: Work, operatorId: string): Promise<Cause> {
  const { active } = await work.one<{ active: boolean }>(sql`
    select deactivated_at is null and 'operator' = any(roles) as active from staff where clinic_id = ${work.actor.clinicId} and id = ${operatorId}`);
  return {
    touches: sql`s.operator_id = ${operatorId} and s.status <> 'in-progress' and ${stillAhead(work)}`,
    reasons: async (touched) => {
      const found = new Map([...(await reasonsOf(work, touched))].filter(([, reasons]) => reasons.some(({ code }) => code.startsWith('operator-'))));
      if (active && found.size === 0) throw invalid('/from', 'required', 'is required with to: the operator may deliver all that is booked with them');
      return found;
    },
    ...NOTHING_ENTERED(work),
  };
}

/** Whatever would not be given its place any more: hours, holidays, shifts, competences, devices, rooms or gaps have changed under it. */
function misplacedCause(work: Work, from: string, to: string): Cause {
  if (Date.parse(to) - Date.parse(from) > MOST_DAYS * DAY_MS) throw invalid('/to', 'too-long', `must be within ${MOST_DAYS} days of from`);
  return {
    touches: sql`s.starts_at >= ${from}::timestamptz and s.starts_at < ${to}::timestamptz and s.status <> 'in-progress' and ${stillAhead(work)}`,
    reasons: async (touched) => {
      const [ofCalendar, ofGaps] = [await reasonsOf(work, touched), await tooSoonAmong(work, touched)];
      return new Map([...ofCalendar.keys(), ...ofGaps.keys()].map((id) => [id, [...(ofCalendar.get(id) ?? []), ...(ofGaps.get(id) ?? [])]]));
    },
    ...NOTHING_ENTERED(work),
  };
}

async function reasonsOf(work: Work, touched: readonly Movable[]): Promise<ReadonlyMap<string, readonly Reason[]>> {
  if (touched.length === 0) return new Map();
  const modalities = new Map((await work.many<{ id: string; modality: string }>(sql`
    select id, modality from courses where clinic_id = ${work.actor.clinicId} and id = any(${[...new Set(touched.map(({ courseId }) => courseId))]}::uuid[])`)).map(({ id, modality }) => [id, modality]));
  const starts = touched.map(({ startsAt }) => Date.parse(startsAt));
  // Claims need no looking at: none of the clinic stands in the way of another.
  const calendar = await calendarFor(work, { fromMs: Math.min(...starts) - DAY_MS, toMs: Math.max(...starts) + DAY_MS }, undefined);
  return misplaced(calendar, touched.map(({ id, courseId, startsAt, endsAt, deviceId, roomId, operatorId }) => ({
    id, startMs: Date.parse(startsAt), durationMinutes: (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS, modality: modalities.get(courseId), deviceId, roomId, operatorId,
  })));
}

/** Treatments that follow another of their patient sooner than the gap that is in force now: the later of the two could not begin. */
async function tooSoonAmong(work: Work, touched: readonly Movable[]): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const found = new Map<string, Reason[]>();
  const treatments = touched.filter(({ kind }) => kind === 'treatment');
  for (const courseId of new Set(treatments.map((one) => one.courseId))) {
    const course = await courseFacts(work, courseId);
    const others = await otherTreatments(work, course);
    for (const { id, sequence, startsAt, endsAt } of treatments.filter((one) => one.courseId === courseId)) {
      const span = { startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) };
      const { countedAs, minimumGapMinutes } = placementRequest(course, phaseOf(course.phases, sequence ?? 1), 0, {}, others);
      const neighbours = others.neighbours.filter((one) => one.id !== id && one.startMs < span.startMs);
      const near = tooNear({ countedAs, minimumGapMinutes, neighbours }, span);
      if (near.length > 0) found.set(id, [{ code: 'too-soon', message: `The patient needs ${Math.max(...near.map(({ minutes }) => minutes))} minutes between sessions.` }]);
    }
  }
  return found;
}

async function closureCause(work: Work, closureId: string): Promise<Cause> {
  const { fromMs, toMs } = await work.one<{ fromMs: number; toMs: number }>(sql`
    select extract(epoch from from_date::timestamp at time zone c.time_zone) * 1000 as "fromMs", extract(epoch from (to_date + 1)::timestamp at time zone c.time_zone) * 1000 as "toMs"
    from closures k join clinics c on c.id = k.clinic_id where k.clinic_id = ${work.actor.clinicId} and k.id = ${closureId}`);
  const touches = sql`exists (select 1 from closures k join clinics c on c.id = k.clinic_id
    where k.clinic_id = s.clinic_id and k.id = ${closureId} and (s.starts_at at time zone c.time_zone)::date between k.from_date and k.to_date) and ${stillAhead(work)}`;
  return { touches, blocks: [], fromMs, toMs, enter: () => Promise.resolve() };
}
