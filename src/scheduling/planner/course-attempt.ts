import { openIntervals, type Busy, type Calendar } from './calendar.js';
import type { PlannedDay, SeriesPhase } from './day-plan.js';
import { planTreatmentDay } from './treatment-day.js';
import { claimsOf, obstaclesAt, placeAmong, type Placement } from './placement.js';
import type { Neighbour, PlacementRequest } from './placement-request.js';
import { reasonsOf, type Obstacle } from './reasons.js';
import type { PlacedSession, SeriesRequest, UnplacedSession } from './series-request.js';
import { gridStarts } from './slots.js';
import { asNeighbour } from './spacing.js';
import { addDays, instantAt, localDate, weekdayOf } from './wall-clock.js';

/** How far beyond its own day a free time is looked for: so many open days, so many days in all. */
const OPEN_DAYS_TRIED = 6;
const DAYS_AHEAD = 21;
const NEAREST_TOLD = 3;

/** A session that has found no place yet. */
interface Waiting {
  sequence: number;
  day: PlannedDay;
  /** The last date that is near enough to its own. */
  until: string;
  /** What stood in its way on its own day. */
  obstacles: readonly Obstacle[];
}

/**
 * One way to place a course: date by date, and what is placed stands in the way of what comes after. Whoever found no
 * place on a date waits for the next and comes first there, together with those that belong there: so no date is spoilt
 * for one of them by where another was put, and each date takes as many as it holds.
 */
export class CourseAttempt {
  readonly placed: PlacedSession[] = [];
  readonly leftOut: Waiting[] = [];
  /** How far the sessions lie from the first preferred time of their day, all together. */
  driftMs = 0;
  readonly #perDate: Record<string, number>;
  /** The patient's other sessions, and those that are placed. */
  readonly #neighbours: Neighbour[];
  readonly #treatedBy = new Map<string, number>();

  /** @param busy is added to; give a copy */
  constructor(
    private readonly calendar: Calendar,
    private readonly busy: Busy,
    private readonly request: SeriesRequest & { patientId: string },
    days: readonly PlannedDay[],
  ) {
    this.#perDate = { ...request.sessionsPerDate };
    this.#neighbours = [...(request.neighbours ?? [])];
    const ahead = [...days];
    let [sequence, waiting, date] = [0, [] as Waiting[], days[0]?.date];
    while (date !== undefined) {
      if (ahead[0]?.date === date) {
        const [day] = ahead.splice(0, 1) as [PlannedDay];
        for (let n = 0; n < day.sessions; n += 1) waiting.push({ sequence: (sequence += 1), day, until: date, obstacles: [] });
      }
      waiting = this.#placeOn(date, waiting);
      date = waiting.length > 0 ? addDays(date, 1) : ahead[0]?.date;
    }
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

  /** Places as many as the date takes, those that have waited longest first; comes back with those that go on waiting. */
  #placeOn(date: string, waiting: readonly Waiting[]): Waiting[] {
    if (!this.#isDayOfCourse(date)) return this.#stillWaiting(date, waiting);
    const unplaced: Waiting[] = [];
    for (const alike of inTurn(waiting)) {
      const [{ day: { phase } }] = alike;
      const starts = { wanted: this.#wanted(date), grid: this.#byNearness(date), strictly: this.request.policy !== 'nearest', afterMs: this.#lastEndMs() };
      const asked = this.#asked(phase);
      const sessions = Math.min(alike.length, phase.sessionsPerDay - (this.#perDate[date] ?? 0));
      const { placements, obstacles } = sessions > 0 ? planTreatmentDay(this.calendar, this.busy, asked, sessions, starts) : { placements: [], obstacles: [] };
      placements.forEach((placement, index) => alike[index] && this.#take(alike[index], placement));
      const over = alike.slice(placements.length);
      if (over.some(({ day }) => day.date === date)) {
        const why = obstacles.length > 0 ? obstacles : obstaclesAt(this.calendar, this.busy, asked, starts.wanted[0] ?? starts.grid[0] ?? 0);
        unplaced.push(...over.map((one) => (one.day.date === date ? { ...one, obstacles: why, until: this.#nearEnoughTo(date) } : one)));
      } else {
        unplaced.push(...over);
      }
    }
    return this.#stillWaiting(date, unplaced);
  }

  #stillWaiting(date: string, waiting: readonly Waiting[]): Waiting[] {
    this.leftOut.push(...waiting.filter(({ until }) => until <= date));
    return waiting.filter(({ until }) => until > date);
  }

  #nearEnoughTo(date: string): string {
    return this.request.policy === 'nearest' ? ([...this.#daysFrom(date, 1)].at(-1) ?? date) : date;
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

  #asked({ minimumGapMinutes, sessionsPerDay }: SeriesPhase): PlacementRequest & { sessionsPerDate: Record<string, number> } {
    return {
      ...this.request,
      minimumGapMinutes,
      maximumPerDay: sessionsPerDay,
      sessionsPerDate: this.#perDate,
      neighbours: this.#neighbours,
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

  /** Whether the clinic is open and the patient can come. */
  #isDayOfCourse(date: string): boolean {
    const { weekdays } = this.request;
    return openIntervals(this.calendar, date).length > 0 && (!weekdays || weekdays.includes(weekdayOf(date)));
  }

  /** Open days from so many days after a date on, on which the patient can come. */
  *#daysFrom(date: string, firstDay: number): Generator<string> {
    let openDays = 0;
    for (let ahead = firstDay; ahead <= DAYS_AHEAD && openDays < OPEN_DAYS_TRIED; ahead += 1) {
      const day = addDays(date, ahead);
      if (!this.#isDayOfCourse(day)) continue;
      openDays += 1;
      yield day;
    }
  }

  #lastEndMs(): number {
    return this.placed.at(-1)?.endMs ?? -Infinity;
  }

  #take({ sequence, day: { date, phase } }: Waiting, placement: Placement): void {
    for (const { kind, id, startMs, endMs } of claimsOf(this.calendar, this.request, placement)) {
      this.busy.add({ kind, resourceId: id, startMs, endMs, occupant: 'session', occupantId: `session ${sequence} of the course` });
    }
    this.#neighbours.push(asNeighbour({ ...this.request, minimumGapMinutes: phase.minimumGapMinutes }, placement, `session ${sequence} of the course`));
    const day = localDate(placement.startMs, this.calendar.zone);
    this.#perDate[day] = (this.#perDate[day] ?? 0) + 1;
    this.#treatedBy.set(placement.operatorId, (this.#treatedBy.get(placement.operatorId) ?? 0) + 1);
    this.driftMs += Math.abs(placement.startMs - (this.#wanted(date)[0] ?? placement.startMs));
    this.placed.push({ ...placement, sequence, phase: phase.name });
  }
}

/** Runs of sessions that ask the same of a day, in their order. */
function inTurn(waiting: readonly Waiting[]): [Waiting, ...Waiting[]][] {
  const runs: [Waiting, ...Waiting[]][] = [];
  for (const one of waiting) {
    const run = runs.at(-1);
    if (run && asksTheSame(run[0].day.phase, one.day.phase)) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

const asksTheSame = (a: SeriesPhase, b: SeriesPhase): boolean => a.sessionsPerDay === b.sessionsPerDay && a.minimumGapMinutes === b.minimumGapMinutes;
