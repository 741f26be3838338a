import { closedRecords, seen } from '../../audit/index.js';
import type { Sight } from '../../identity/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { addDays, calendarFor, closureOn, dayBounds, intersect, localDate, openIntervals, subtract, totalMs, type Calendar, type Interval } from '../../scheduling/read.js';
import { sessionsReaching } from '../../sessions/read.js';
import { CURSOR, reservationFields, sessionsChangedSince } from './board-changes.js';
import { boardSessions, type BoardRow } from './board-sessions.js';
import type { BoardGap, BoardLane, BoardReservation, DayBoard, WeekBoard } from './day-board.dto.js';

const MINUTE_MS = 60_000;
/** A shorter stretch holds no session with its turnover (an iTBS session of 3 minutes is booked for 15). */
const SHORTEST_GAP_MINUTES = 15;
const DAYS_OF_WEEK = 7;

/** The clinic's day: every session that is not cancelled, what is due at it, how full the devices are and where they are free. */
export async function dayBoard(work: Work, date: string, sight: Sight, since?: string): Promise<DayBoard> {
  const { cursor, zone, lanes, reservations } = await frame(work, date, date, since);
  const day = dayBounds(date, zone);
  const calendar = await calendarFor(work, { fromMs: day.startMs, toMs: day.endMs }, sessionsReaching(work, { fromMs: day.startMs, toMs: day.endMs }));
  const rows = await boardSessions(work, toInstant(day.startMs), toInstant(day.endMs));
  if (sight === 'clinical') seen(work, { action: 'day-board.read', subject: { type: 'day-board' } });
  const closed = new Set(await closedRecords(work));
  const board = boardOf(work, { date, calendar, lanes, reservations, rows, sight, closed, cursor });
  if (since === undefined) return board;
  const changed = await sessionsChangedSince(work, since);
  if (!changed) return { ...board, reservations: (await frame(work, date, date)).reservations };
  const onBoard = new Set(rows.map(({ id }) => id));
  return { ...board, sessions: board.sessions.filter(({ id }) => changed.has(id)), gone: [...changed].filter((id) => !onBoard.has(id)) };
}

/** Seven days of it, in as many statements as one. */
export async function weekBoard(work: Work, from: string, sight: Sight): Promise<WeekBoard> {
  const dates = Array.from({ length: DAYS_OF_WEEK }, (_, index) => addDays(from, index));
  const { cursor, zone, lanes, reservations } = await frame(work, from, addDays(from, DAYS_OF_WEEK - 1));
  const window = { fromMs: dayBounds(from, zone).startMs, toMs: dayBounds(addDays(from, DAYS_OF_WEEK), zone).startMs };
  const calendar = await calendarFor(work, window, sessionsReaching(work, window));
  const rows = await boardSessions(work, toInstant(window.fromMs), toInstant(window.toMs));
  if (sight === 'clinical') seen(work, { action: 'week-board.read', subject: { type: 'day-board' } });
  const closed = new Set(await closedRecords(work));
  const on = <Entry extends { startsAt: string }>(date: string, entries: readonly Entry[]): Entry[] => entries.filter(({ startsAt }) => localDate(Date.parse(startsAt), zone) === date);
  return { from, days: dates.map((date) => boardOf(work, { date, calendar, lanes, reservations: on(date, reservations), rows: on(date, rows), sight, closed, cursor })) };
}

interface Frame {
  cursor: string;
  zone: string;
  lanes: Lane[];
  reservations: BoardReservation[];
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
    select ${CURSOR} as cursor, time_zone as zone,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'inService', status = 'in-service') order by name, id), '[]') from devices where clinic_id = c.id) as lanes,
      (select coalesce(jsonb_agg(to_jsonb(kept) || jsonb_build_object('startsAt', iso("startsAt"), 'endsAt', iso("endsAt"), 'expiresAt', iso("expiresAt")) order by "startsAt", id), '[]')
        from (select ${reservationFields(reader.now)} from reservations
          where clinic_id = c.id and starts_at >= ${from}::timestamp at time zone c.time_zone and starts_at < (${to}::date + 1)::timestamp at time zone c.time_zone
            and ${since === undefined ? sql`status = 'open' and expires_at > ${reader.now}` : sql`changed_in >= ${since}::bigint`}
          order by starts_at, id limit 2000) kept) as reservations
    from clinics c where id = ${reader.actor.clinicId}`);
}

interface Day {
  date: string;
  calendar: Calendar;
  lanes: readonly Lane[];
  reservations: readonly BoardReservation[];
  rows: readonly BoardRow[];
  sight: Sight;
  /** Patients whose records are closed to the reader: of them the booking alone. */
  closed: ReadonlySet<string>;
  cursor: string;
}

function boardOf({ nowMs }: Reader, { date, calendar, lanes, reservations, rows, sight, closed, cursor }: Day): DayBoard {
  const open = openIntervals(calendar, date);
  const sessions = rows.map(({ protocol, due, ...session }) =>
    sight === 'clinical' && !closed.has(session.patient.id) ? { ...session, protocol, due } : { ...session, due: due.filter((what) => what === 'authorisation') },
  );
  return {
    date,
    timeZone: calendar.zone,
    closed: open.length === 0,
    closureReason: closureOn(calendar, date)?.reason ?? null,
    sessions,
    reservations: [...reservations],
    utilisation: lanes.map((device) => laneOf(device, calendar, open, rows, nowMs)),
    cursor,
  };
}

const gapOf = ({ startMs, endMs }: Interval): BoardGap => ({ startsAt: toInstant(startMs), endsAt: toInstant(endMs) });

function laneOf({ id, name, inService }: Lane, { claims }: Calendar, open: readonly Interval[], rows: readonly BoardRow[], nowMs: number): BoardLane {
  const booked = rows.filter(({ device, status: state }) => device.id === id && state !== 'no-show').map(({ startsAt, endsAt }) => ({ startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) }));
  const taken = claims.filter(({ kind, resourceId }) => kind === 'device' && resourceId === id);
  const ahead = intersect(open, [{ startMs: nowMs, endMs: Number.MAX_SAFE_INTEGER }]);
  const gaps = inService ? subtract(ahead, taken).filter(({ startMs, endMs }) => endMs - startMs >= SHORTEST_GAP_MINUTES * MINUTE_MS) : [];
  const [bookedMinutes, openMinutes] = [totalMs(booked), totalMs(open)].map((ms) => Math.round(ms / MINUTE_MS)) as [number, number];
  return {
    deviceId: id,
    name,
    bookedMinutes,
    openMinutes,
    percent: openMinutes === 0 ? null : Math.round((bookedMinutes / openMinutes) * 1000) / 10,
    gaps: gaps.map(gapOf),
    reserved: taken.filter(({ occupant }) => occupant === 'hold').map(gapOf),
  };
}
