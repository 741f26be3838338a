import { Busy, type Calendar } from './calendar.js';
import { planDays, type PlannedDay, type SeriesPhase } from './day-plan.js';
import { contains } from './intervals.js';
import { claimsOf, placeAmong, type Placed, type Placement } from './placement.js';
import type { PlacementRequest } from './placement-request.js';
import type { Reason } from './reasons.js';
import { gridStarts } from './slots.js';
import { addDays, instantAt, localDate, weekdayOf } from './wall-clock.js';

export interface SeriesRequest extends PlacementRequest {
  phases: readonly SeriesPhase[];
  /** The earliest date, `YYYY-MM-DD`. */
  startDate: string;
  weekdays?: readonly number[];
  /** Wall-clock times in order of preference. */
  preferredTimes: readonly string[];
  /** Where a session may lie at all; anywhere in opening hours when empty. */
  windows?: readonly { weekday?: number; from: string; to: string }[];
  policy: 'all-or-nothing' | 'skip' | 'nearest';
  notBeforeMs: number;
}

export interface PlacedSession extends Placement {
  /** From 1 over all phases. */
  sequence: number;
  phase: string;
}

export interface UnplacedSession {
  sequence: number;
  date: string;
  reasons: Reason[];
  /** Up to three starts that would work, nearest first. */
  nearest: number[];
}

export interface SeriesPlan {
  placed: PlacedSession[];
  unplaced: UnplacedSession[];
  warnings: { code: string; message: string }[];
}

const MINUTE_MS = 60_000;
/** How many days after a day that does not work are looked at. */
const DAYS_AHEAD = 5;

/**
 * Plans a whole course: one device for all of it when that can be (the motor threshold belongs to the device), the same
 * time and operator as far as possible. Deterministic: the same calendar and request give the same plan.
 */
export function planSeries(calendar: Calendar, request: SeriesRequest): SeriesPlan {
  const days = planDays(calendar, request.phases, request.startDate, request.weekdays);
  const devices = calendar.devices
    .filter(({ id, inService, modalities }) => inService && (request.deviceId === undefined || id === request.deviceId) && (request.modality === undefined || modalities.includes(request.modality)))
    .map(({ id }) => id);
  const single = devices.map((deviceId) => attempt(calendar, { ...request, deviceId }, days));
  const best = single.reduce<Attempt | undefined>((a, b) => (a === undefined || isBetter(b, a) ? b : a), undefined);
  const missing = request.phases.reduce((sum, phase) => sum + phase.sessions, 0) - days.reduce((sum, day) => sum + day.sessions, 0);
  const chosen = best && best.unplaced.length === 0 ? best : mixed(calendar, request, days, best);
  const warnings = [
    ...(new Set(chosen.placed.map(({ deviceId }) => deviceId)).size > 1
      ? [{ code: 'several-devices', message: 'The course does not fit on one device; the motor threshold has to be measured on each.' }]
      : []),
    ...(missing > 0 ? [{ code: 'no-open-days', message: `${missing} sessions find no open day within reach.` }] : []),
  ];
  return { placed: chosen.placed, unplaced: chosen.unplaced, warnings };
}

interface Attempt {
  placed: PlacedSession[];
  unplaced: UnplacedSession[];
  /** How far the sessions lie from the preferred times, all together. */
  driftMs: number;
}

const isBetter = (a: Attempt, b: Attempt): boolean => a.placed.length > b.placed.length || (a.placed.length === b.placed.length && a.driftMs < b.driftMs);

/** On whatever device is free, the best single one first; kept only when it places more. */
function mixed(calendar: Calendar, request: SeriesRequest, days: readonly PlannedDay[], best: Attempt | undefined): Attempt {
  const any = attempt(calendar, { ...request, preferredDeviceId: best?.placed[0]?.deviceId ?? request.preferredDeviceId }, days);
  return best && !isBetter({ ...any, driftMs: Infinity }, best) ? best : any;
}

function attempt(calendar: Calendar, request: SeriesRequest, days: readonly PlannedDay[]): Attempt {
  const state = new Planning(calendar, request);
  for (const day of days) state.planDay(day);
  return state;
}

/** One pass over the days; what is placed stands in the way of what comes after. */
class Planning implements Attempt {
  readonly placed: PlacedSession[] = [];
  readonly unplaced: UnplacedSession[] = [];
  driftMs = 0;
  readonly #busy: Busy;
  readonly #perDate: Record<string, number>;
  #sequence = 0;
  #operatorId: string | undefined;

  constructor(
    private readonly calendar: Calendar,
    private readonly request: SeriesRequest,
  ) {
    this.#busy = new Busy(calendar.claims);
    this.#perDate = { ...request.sessionsPerDate };
    this.#operatorId = request.preferredOperatorId;
  }

  planDay({ date, phase, sessions }: PlannedDay): void {
    let earliestMs = this.request.notBeforeMs;
    for (let n = 0; n < sessions; n += 1) {
      this.#sequence += 1;
      const request = { ...this.request, minimumGapMinutes: phase.minimumGapMinutes ?? 0, maximumPerDay: phase.sessionsPerDay, sessionsPerDate: this.#perDate, preferredOperatorId: this.#operatorId };
      const placement = this.#find(request, date, earliestMs, n);
      if (!placement) continue;
      this.#take(request, placement, phase.name);
      earliestMs = Math.max(earliestMs, placement.endMs + request.minimumGapMinutes * MINUTE_MS);
    }
  }

  /** At a preferred time, or where the policy allows; else it is listed as unplaced. `n` is its number within the day. */
  #find(request: PlacementRequest, date: string, earliestMs: number, n: number): Placement | undefined {
    const wanted = this.request.preferredTimes.map((time) => instantAt(date, time, this.calendar.zone));
    const [first = earliestMs] = wanted;
    // Further sessions of one day follow each other at the shortest gap unless a preferred time says otherwise.
    const later = n === 0 ? [] : gridStarts(this.calendar, date, request.durationMinutes).filter((at) => at >= earliestMs);
    let why: Reason[] | undefined;
    for (const at of [...wanted, ...later]) {
      const tried = this.#try(request, at, earliestMs);
      if (tried.ok) return this.#drifted(tried.placement, n === 0 ? at - first : 0);
      why ??= tried.reasons;
    }
    const nearest = this.#nearest(request, date, Math.max(first, earliestMs), earliestMs);
    const [closest] = nearest;
    if (this.request.policy === 'nearest' && closest) return this.#drifted(closest, closest.startMs - first);
    this.unplaced.push({ sequence: this.#sequence, date, reasons: why ?? [], nearest: nearest.map(({ startMs }) => startMs) });
    return undefined;
  }

  #drifted(placement: Placement, driftMs: number): Placement {
    this.driftMs += Math.abs(driftMs);
    return placement;
  }

  /** The nearest free starts: the same day by distance from the wish, then the days after it. */
  #nearest(request: PlacementRequest, date: string, wishMs: number, earliestMs: number): Placement[] {
    const found: Placement[] = [];
    for (let ahead = 0; ahead <= DAYS_AHEAD && found.length < 3; ahead += 1) {
      const day = addDays(date, ahead);
      if (this.request.weekdays && !this.request.weekdays.includes(weekdayOf(day))) continue;
      const wish = ahead === 0 ? wishMs : instantAt(day, this.request.preferredTimes[0] ?? '00:00', this.calendar.zone);
      const starts = gridStarts(this.calendar, day, request.durationMinutes).sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || a - b);
      for (const at of starts) {
        const tried = found.length < 3 ? this.#try(request, at, earliestMs) : undefined;
        if (tried?.ok) found.push(tried.placement);
      }
    }
    return found;
  }

  #try(request: PlacementRequest, startMs: number, earliestMs: number): Placed {
    if (startMs < this.request.notBeforeMs) return { ok: false, reasons: [{ code: 'in-the-past', message: 'That time is past.' }] };
    if (startMs < earliestMs) return { ok: false, reasons: [{ code: 'too-soon', message: `The patient needs ${request.minimumGapMinutes} minutes between sessions.` }] };
    if (!this.#inWindow(startMs, request.durationMinutes)) return { ok: false, reasons: [{ code: 'outside-window', message: 'The session does not lie within the wanted hours.' }] };
    return placeAmong(this.calendar, this.#busy, request, startMs);
  }

  #inWindow(startMs: number, durationMinutes: number): boolean {
    const windows = this.request.windows ?? [];
    if (windows.length === 0) return true;
    const { zone } = this.calendar;
    const date = localDate(startMs, zone);
    const weekday = weekdayOf(date);
    const session = { startMs, endMs: startMs + durationMinutes * MINUTE_MS };
    return windows.some((window) => (window.weekday ?? weekday) === weekday && contains({ startMs: instantAt(date, window.from, zone), endMs: instantAt(date, window.to, zone) }, session));
  }

  #take(request: PlacementRequest, placement: Placement, phase: string): void {
    for (const { kind, id, startMs, endMs } of claimsOf(this.calendar, request, placement)) {
      this.#busy.add({ kind, resourceId: id, startMs, endMs, occupant: 'session', occupantId: `series-${this.#sequence}` });
    }
    const date = localDate(placement.startMs, this.calendar.zone);
    this.#perDate[date] = (this.#perDate[date] ?? 0) + 1;
    this.#operatorId = placement.operatorId;
    this.placed.push({ ...placement, sequence: this.#sequence, phase });
  }
}
