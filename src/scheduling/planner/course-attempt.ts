import { openIntervals, type Busy, type Calendar } from './calendar.js';
import type { PlannedDay, SeriesPhase } from './day-plan.js';
import { planTreatmentDay } from './treatment-day.js';
import { claimsOf, placeAmong, type Placement } from './placement.js';
import type { PlacementRequest } from './placement-request.js';
import { reasonsOf, type Obstacle } from './reasons.js';
import type { PlacedSession, SeriesRequest, UnplacedSession } from './series-request.js';
import { gridStarts } from './slots.js';
import { addDays, instantAt, localDate, weekdayOf } from './wall-clock.js';

/** How far beyond its own day a free time is looked for: so many open days, so many days in all. */
const OPEN_DAYS_TRIED = 6;
const DAYS_AHEAD = 21;
const NEAREST_TOLD = 3;

type LeftOut = { sequence: number; day: PlannedDay; obstacles: readonly Obstacle[] };

/** One way to place a course: a pass over its days, in which what is placed stands in the way of what comes after. */
export class CourseAttempt {
  readonly placed: PlacedSession[] = [];
  readonly leftOut: LeftOut[] = [];
  /** How far the sessions lie from the first preferred time of their day, all together. */
  driftMs = 0;
  readonly #perDate: Record<string, number>;
  readonly #treatedBy = new Map<string, number>();
  /** Days that have nothing left for a session of this phase; as more is placed they stay so. */
  readonly #full = new Set<string>();
  #phase: SeriesPhase | undefined;
  #sequence = 0;

  /** @param busy is added to; give a copy */
  constructor(
    private readonly calendar: Calendar,
    private readonly busy: Busy,
    private readonly request: SeriesRequest & { patientId: string },
    days: readonly PlannedDay[],
  ) {
    this.#perDate = { ...request.sessionsPerDate };
    for (const day of days) this.#planDay(day);
  }

  /** The sessions that found no place, each with the free times that are left when everything else is placed. */
  unplaced(): UnplacedSession[] {
    const known = new Map<SeriesPhase, Map<string, number[]>>();
    return this.leftOut.map(({ sequence, day: { date, phase }, obstacles }) => {
      const freeByDate = known.get(phase) ?? new Map<string, number[]>();
      known.set(phase, freeByDate);
      const nearest: number[] = [];
      for (const day of this.#daysFrom(date, 0)) {
        const free = freeByDate.get(day) ?? this.#freeStarts(phase, day);
        freeByDate.set(day, free);
        nearest.push(...free.slice(0, NEAREST_TOLD - nearest.length));
        if (nearest.length === NEAREST_TOLD) break;
      }
      return { sequence, date, reasons: reasonsOf(obstacles), nearest };
    });
  }

  #planDay(day: PlannedDay): void {
    const { date, phase, sessions } = day;
    if (phase !== this.#phase) this.#full.clear();
    this.#phase = phase;
    const starts = { wanted: this.#wanted(date), grid: this.#full.has(date) ? [] : this.#byNearness(date), strictly: this.request.policy !== 'nearest', afterMs: this.#lastEndMs() };
    const { placements, obstacles } = planTreatmentDay(this.calendar, this.busy, this.#asked(phase), sessions, starts);
    for (const placement of placements) this.#take(day, placement);
    if (placements.length < sessions && !starts.strictly) this.#full.add(date);
    for (let left = sessions - placements.length; left > 0; left -= 1) {
      const later = this.request.policy === 'nearest' ? this.#onLaterDay(day) : undefined;
      if (later) this.#take(day, later);
      else this.leftOut.push({ sequence: (this.#sequence += 1), day, obstacles });
    }
  }

  #onLaterDay({ date, phase }: PlannedDay): Placement | undefined {
    const asked = this.#asked(phase);
    for (const day of this.#daysFrom(date, 1)) {
      if (this.#full.has(day)) continue;
      for (const startMs of this.#startsOn(day)) {
        const placement = startMs >= this.#lastEndMs() ? placeAmong(this.calendar, this.busy, asked, startMs) : undefined;
        if (placement) return placement;
      }
      this.#full.add(day);
    }
    return undefined;
  }

  #freeStarts(phase: SeriesPhase, date: string): number[] {
    const asked = this.#asked(phase);
    const free: number[] = [];
    for (const startMs of this.#startsOn(date)) {
      if (free.length === NEAREST_TOLD) break;
      if (placeAmong(this.calendar, this.busy, asked, startMs)) free.push(startMs);
    }
    return free;
  }

  #asked({ minimumGapMinutes = 0, sessionsPerDay }: SeriesPhase): PlacementRequest & { sessionsPerDate: Record<string, number> } {
    return {
      ...this.request,
      minimumGapMinutes,
      maximumPerDay: sessionsPerDay,
      sessionsPerDate: this.#perDate,
      preferredOperatorId: this.request.preferredOperatorId ?? this.#usualOperator(),
    };
  }

  /** Who has treated most often, so that one day's substitute does not stay for good. */
  #usualOperator(): string | undefined {
    return [...this.#treatedBy].reduce<[string, number] | undefined>((most, one) => (most && most[1] >= one[1] ? most : one), undefined)?.[0];
  }

  #wanted(date: string): number[] {
    return this.request.preferredTimes.map((time) => instantAt(date, time, this.calendar.zone));
  }

  /** The grid of a day, from the first preferred time outwards; of two as near the earlier first. */
  #byNearness(date: string): number[] {
    const grid = gridStarts(this.calendar, date, this.request.durationMinutes);
    const wish = this.#wanted(date)[0] ?? grid[0] ?? 0;
    return grid.sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || a - b);
  }

  /** The preferred times of a day, then its grid. */
  #startsOn(date: string): Iterable<number> {
    return new Set([...this.#wanted(date), ...this.#byNearness(date)]);
  }

  /** Open days from so many days after a date on, on which the patient can come. */
  *#daysFrom(date: string, firstDay: number): Generator<string> {
    const { weekdays } = this.request;
    let openDays = 0;
    for (let ahead = firstDay; ahead <= DAYS_AHEAD && openDays < OPEN_DAYS_TRIED; ahead += 1) {
      const day = addDays(date, ahead);
      if (openIntervals(this.calendar, day).length === 0 || (weekdays && !weekdays.includes(weekdayOf(day)))) continue;
      openDays += 1;
      yield day;
    }
  }

  #lastEndMs(): number {
    return this.placed.at(-1)?.endMs ?? -Infinity;
  }

  #take({ date, phase }: PlannedDay, placement: Placement): void {
    this.#sequence += 1;
    for (const { kind, id, startMs, endMs } of claimsOf(this.calendar, { ...this.request, minimumGapMinutes: phase.minimumGapMinutes ?? 0 }, placement)) {
      this.busy.add({ kind, resourceId: id, startMs, endMs, occupant: 'session', occupantId: `session ${this.#sequence} of the course` });
    }
    const day = localDate(placement.startMs, this.calendar.zone);
    this.#perDate[day] = (this.#perDate[day] ?? 0) + 1;
    this.#treatedBy.set(placement.operatorId, (this.#treatedBy.get(placement.operatorId) ?? 0) + 1);
    this.driftMs += Math.abs(placement.startMs - (this.#wanted(date)[0] ?? placement.startMs));
    this.placed.push({ ...placement, sequence: this.#sequence, phase: phase.name });
  }
}
