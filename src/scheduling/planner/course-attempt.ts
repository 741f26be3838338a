import { openIntervals, type Busy, type Calendar } from './calendar.js';
import type { PlannedDay, SeriesPhase } from './day-plan.js';
import { planTreatmentDay } from './treatment-day.js';
import { claimsOf, tryAmong, type Placement } from './placement.js';
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
    return this.leftOut.map(({ sequence, day: { date, phase }, obstacles }) => {
      const nearest: number[] = [];
      for (const startMs of this.#startsFrom(date, 0)) {
        if (nearest.length === NEAREST_TOLD) break;
        if (this.#try(phase, startMs)) nearest.push(startMs);
      }
      return { sequence, date, reasons: reasonsOf(obstacles), nearest };
    });
  }

  #planDay(day: PlannedDay): void {
    const { date, phase, sessions } = day;
    const starts = { wanted: this.#wanted(date), grid: this.#byNearness(date), strictly: this.request.policy !== 'nearest', afterMs: this.#lastEndMs() };
    const { placements, obstacles } = planTreatmentDay(this.calendar, this.busy, this.#asked(phase), sessions, starts);
    for (const placement of placements) this.#take(day, placement);
    for (let left = sessions - placements.length; left > 0; left -= 1) {
      const later = this.request.policy === 'nearest' ? this.#onLaterDay(day) : undefined;
      if (later) this.#take(day, later);
      else this.leftOut.push({ sequence: (this.#sequence += 1), day, obstacles });
    }
  }

  #onLaterDay({ date, phase }: PlannedDay): Placement | undefined {
    for (const startMs of this.#startsFrom(date, 1)) {
      const placement = startMs >= this.#lastEndMs() ? this.#try(phase, startMs) : undefined;
      if (placement) return placement;
    }
    return undefined;
  }

  #try(phase: SeriesPhase, startMs: number): Placement | undefined {
    const tried = tryAmong(this.calendar, this.busy, this.#asked(phase), startMs);
    return tried.ok ? tried.placement : undefined;
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

  /** Every start worth trying from so many days after a date, on the days that the patient can come. */
  *#startsFrom(date: string, firstDay: number): Generator<number> {
    const { weekdays } = this.request;
    let openDays = 0;
    for (let ahead = firstDay; ahead <= DAYS_AHEAD && openDays < OPEN_DAYS_TRIED; ahead += 1) {
      const day = addDays(date, ahead);
      if (openIntervals(this.calendar, day).length === 0 || (weekdays && !weekdays.includes(weekdayOf(day)))) continue;
      openDays += 1;
      yield* new Set([...this.#wanted(day), ...this.#byNearness(day)]);
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
