import { closedRecords, seen } from '../../audit/index.js';
import type { Sight } from '../../identity/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import { together } from '../../platform/database/together.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { addDays, closureOn, dayBounds, deviceTimes, intersect, localDate, openIntervals, subtract, totalMs, type DeviceTimes, type Interval } from '../../scheduling/read.js';
import { sessionsReaching } from '../../sessions/read.js';
import { CURSOR, reservationFields, sessionsChangedSince } from './board-changes.js';
import { boardSessions, type BoardRow } from './board-sessions.js';
import type { BoardGap, BoardLane, BoardReservation, BoardSession, DayBoard, WeekBoard } from './day-board.dto.js';

const MINUTE_MS = 60_000;
/** A shorter stretch holds no session with its turnover (an iTBS session of 3 minutes is booked for 15). */
const SHORTEST_GAP_MINUTES = 15;
const DAYS_OF_WEEK = 7;

/** The clinic's day: every session that is not cancelled, what is due at it, how full the devices are and where they are free. */
export async function dayBoard(work: Work, date: string, sight: Sight, since?: string): Promise<DayBoard> {
  const { cursor, zone, names, reservations } = await frame(work, date, date, since);
  const day = dayBounds(date, zone);
  const { calendar, rows, closed } = await within(work, { fromMs: day.startMs, toMs: day.endMs });
  if (sight === 'clinical') seen(work, { action: 'day-board.read', subject: { type: 'day-board' } });
  const board = boardOf(work, { date, calendar, names, reservations, rows, sight, closed, cursor });
  if (since === undefined) return board;
  const changed = await sessionsChangedSince(work, since);
  if (!changed) return { ...board, reservations: (await frame(work, date, date)).reservations };
  const onBoard = new Set(rows.map(({ id }) => id));
  return { ...board, sessions: board.sessions.filter(({ id }) => changed.has(id)), gone: [...changed].filter((id) => !onBoard.has(id)) };
}

/** Seven days of it, in as many statements as one. */
export async function weekBoard(work: Work, from: string, sight: Sight): Promise<WeekBoard> {
  const dates = Array.from({ length: DAYS_OF_WEEK }, (_, index) => addDays(from, index));
  const { cursor, zone, names, reservations } = await frame(work, from, addDays(from, DAYS_OF_WEEK - 1));
  const { calendar, rows, closed } = await within(work, { fromMs: dayBounds(from, zone).startMs, toMs: dayBounds(addDays(from, DAYS_OF_WEEK), zone).startMs });
  if (sight === 'clinical') seen(work, { action: 'week-board.read', subject: { type: 'day-board' } });
  const on = <Entry extends { startsAt: string }>(date: string, entries: readonly Entry[]): Entry[] => entries.filter(({ startsAt }) => localDate(Date.parse(startsAt), zone) === date);
  return { from, days: dates.map((date) => boardOf(work, { date, calendar, names, reservations: on(date, reservations), rows: on(date, rows), sight, closed, cursor })) };
}

async function within(work: Work, window: { fromMs: number; toMs: number }): Promise<Pick<Day, 'calendar' | 'rows' | 'closed'>> {
  const [calendar, rows, closed] = await together(deviceTimes(work, window, sessionsReaching(work, window)), boardSessions(work, toInstant(window.fromMs), toInstant(window.toMs)), closedRecords(work));
  return { calendar, rows, closed: new Set(closed) };
}

interface Frame {
  cursor: string;
  zone: string;
  names: Names;
  reservations: BoardReservation[];
}

/** What a clinic's devices, rooms and people are called. */
interface Names {
  lanes: Lane[];
  rooms: Record<string, string>;
  staff: Record<string, string>;
}

interface Lane {
  id: string;
  name: string;
  inService: boolean;
}

/**
 * What the rest is asked with, in one statement; the cursor first, so that what commits meanwhile counts as changed since.
 * Reservations are those that are open, or that were changed since.
 */
function frame(reader: Reader, from: string, to: string, since?: string): Promise<Frame> {
  return reader.one<Frame>(sql`
    select ${CURSOR} as cursor, time_zone as zone, json_build_object(
      'lanes', (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'inService', status = 'in-service') order by name, id), '[]') from devices where clinic_id = ${reader.actor.clinicId}),
      'rooms', (select coalesce(json_object_agg(id, name), '{}') from rooms where clinic_id = ${reader.actor.clinicId}),
      'staff', (select coalesce(json_object_agg(id, display_name), '{}') from staff where clinic_id = ${reader.actor.clinicId})) as names,
      (select coalesce(jsonb_agg(to_jsonb(kept) || jsonb_build_object('startsAt', iso("startsAt"), 'endsAt', iso("endsAt"), 'expiresAt', iso("expiresAt")) order by "startsAt", id), '[]')
        from (select ${reservationFields(reader.now)} from reservations
          where clinic_id = c.id and starts_at >= ${from}::timestamp at time zone c.time_zone and starts_at < (${to}::date + 1)::timestamp at time zone c.time_zone
            and ${since === undefined ? sql`status = 'open' and expires_at > ${reader.now}` : sql`changed_in >= ${since}::bigint`}
          order by starts_at, id limit 2000) kept) as reservations
    from clinics c where id = ${reader.actor.clinicId}`);
}

interface Day {
  date: string;
  calendar: DeviceTimes;
  names: Names;
  reservations: readonly BoardReservation[];
  rows: readonly BoardRow[];
  sight: Sight;
  /** Patients whose records are closed to the reader: of them the booking alone. */
  closed: ReadonlySet<string>;
  cursor: string;
}

function boardOf({ nowMs }: Reader, { date, calendar, names, reservations, rows, sight, closed, cursor }: Day): DayBoard {
  const open = openIntervals(calendar, date);
  const devices = Object.fromEntries(names.lanes.map(({ id, name }) => [id, name]));
  return {
    date,
    timeZone: calendar.zone,
    closed: open.length === 0,
    closureReason: closureOn(calendar, date)?.reason ?? null,
    sessions: rows.map((row) => sessionOf(row, { ...names, devices }, sight === 'clinical' && !closed.has(row.patientId))),
    reservations: [...reservations],
    utilisation: lanesOf(names.lanes, calendar, open, rows, nowMs),
    cursor,
  };
}

function sessionOf(row: BoardRow, { devices, rooms, staff }: Omit<Names, 'lanes'> & { devices: Record<string, string> }, isClinical: boolean): BoardSession {
  const { id, courseId, kind, sequence, status, startsAt, endsAt, overlaps, due } = row;
  return {
    id, courseId, kind, sequence, status, startsAt, endsAt, overlaps,
    patient: { id: row.patientId, mrn: row.mrn, givenName: row.givenName, familyName: row.familyName },
    device: { id: row.deviceId, name: devices[row.deviceId] ?? '' },
    room: { id: row.roomId, name: rooms[row.roomId] ?? '' },
    operator: { id: row.operatorId, name: staff[row.operatorId] ?? '' },
    ...(isClinical ? { protocol: { id: row.protocolId, name: row.protocolName }, due } : { due: due.filter((what) => what === 'authorisation') }),
  };
}

const gapOf = ({ startMs, endMs }: Interval): BoardGap => ({ startsAt: toInstant(startMs), endsAt: toInstant(endMs) });
const minutesOf = (intervals: readonly Interval[]): number => Math.round(totalMs(intervals) / MINUTE_MS);

function lanesOf(lanes: readonly Lane[], { claims }: DeviceTimes, open: readonly Interval[], rows: readonly BoardRow[], nowMs: number): BoardLane[] {
  const openMinutes = minutesOf(open);
  const ahead = intersect(open, [{ startMs: nowMs, endMs: Number.MAX_SAFE_INTEGER }]);
  return lanes.map(({ id, name, inService }) => {
    const booked = rows.filter(({ deviceId, status }) => deviceId === id && status !== 'no-show').map(({ startsAt, endsAt }) => ({ startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) }));
    const taken = claims.filter(({ deviceId }) => deviceId === id);
    const gaps = inService && ahead.length > 0 ? subtract(ahead, taken).filter(({ startMs, endMs }) => endMs - startMs >= SHORTEST_GAP_MINUTES * MINUTE_MS) : [];
    const bookedMinutes = minutesOf(booked);
    return {
      deviceId: id,
      name,
      bookedMinutes,
      openMinutes,
      percent: openMinutes === 0 ? null : Math.round((bookedMinutes / openMinutes) * 1000) / 10,
      gaps: gaps.map(gapOf),
      reserved: taken.filter(({ occupant }) => occupant === 'hold').map(gapOf),
    };
  });
}
