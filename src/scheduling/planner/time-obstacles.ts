import { closureOn, openIntervals, type Busy, type Calendar } from './calendar.js';
import { contains, type Interval } from './intervals.js';
import type { PlacementRequest } from './placement-request.js';
import type { Obstacle } from './reasons.js';
import { blockObstacles } from './block-obstacles.js';
import { blocksAround, reachOf } from './side-blocks.js';
import { pausedAfter, tooNear } from './spacing.js';
import { instantAt, localDate, weekdayOf } from './wall-clock.js';

/** Everything that forbids a session at a time whatever device, room and operator it would be given. */
export function timeObstacles(calendar: Calendar, busy: Busy, request: PlacementRequest, session: Interval): Obstacle[] {
  const date = localDate(session.startMs, calendar.zone);
  const blocks = blocksAround(calendar.zone, request.blocks, session);
  return [
    ...pastObstacles(request, reachOf(session, blocks)),
    ...hoursObstacles(calendar, session, date),
    ...windowObstacles(calendar, request, session, date),
    ...dailyObstacles(request, date),
    ...patientObstacles(busy, request, session, reachOf(session, blocks)),
    ...blockObstacles(calendar, busy, blocks, openIntervals(calendar, date)),
  ];
}

function pastObstacles({ notBeforeMs }: PlacementRequest, { startMs }: Interval): Obstacle[] {
  return notBeforeMs !== undefined && startMs < notBeforeMs ? [{ code: 'in-the-past', message: 'That time is past.' }] : [];
}

/** The turnover after a session may run past closing; the session itself may not, nor across a break. */
function hoursObstacles(calendar: Calendar, session: Interval, date: string): Obstacle[] {
  if (openIntervals(calendar, date).some((open) => contains(open, session))) return [];
  const closure = closureOn(calendar, date);
  if (closure) return [{ code: 'clinic-closed', message: `The clinic is closed on ${date}: ${closure.reason}.` }];
  return [{ code: 'outside-hours', message: 'The session does not lie within the clinic’s opening hours.' }];
}

function windowObstacles({ zone }: Calendar, { windows = [] }: PlacementRequest, session: Interval, date: string): Obstacle[] {
  if (windows.length === 0) return [];
  const today = windows.filter(({ weekday }) => weekday === undefined || weekday === weekdayOf(date));
  const fits = today.some(({ from, to }) => contains({ startMs: instantAt(date, from, zone), endMs: instantAt(date, to, zone) }, session));
  return fits ? [] : [{ code: 'outside-window', message: 'The session does not lie within the wanted hours.' }];
}

function dailyObstacles({ sessionsPerDate = {}, maximumPerDay }: PlacementRequest, date: string): Obstacle[] {
  if ((sessionsPerDate[date] ?? 0) < maximumPerDay) return [];
  return [{ code: 'daily-maximum', message: `The patient has ${maximumPerDay === 1 ? 'a session' : `${maximumPerDay} sessions`} on ${date} already.` }];
}

/** Within another session of the patient the time is taken; in the pause around it, it is too soon. */
function patientObstacles(busy: Busy, request: PlacementRequest, session: Interval, reach: Interval): Obstacle[] {
  const { patientId } = request;
  if (patientId === undefined) return [];
  const atOnce = busy.inTheWay('patient', patientId, reach);
  if (atOnce.length > 0) return [{ code: 'slot-taken', message: 'The patient has another session at that time.', claims: atOnce }];
  const near = tooNear(request, session);
  if (near.length === 0) return [];
  const message = `The patient needs ${Math.max(...near.map(({ minutes }) => minutes))} minutes between sessions.`;
  return [{ code: 'too-soon', message, claims: near.map((one) => pausedAfter(patientId, one)) }];
}
