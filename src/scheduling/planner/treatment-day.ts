import type { Busy, Calendar } from './calendar.js';
import { mostOnDay } from './fullest-day.js';
import { claimsOf, obstaclesAt, placeAmong, type Placement } from './placement.js';
import type { PlacementRequest } from './placement-request.js';
import type { Obstacle } from './reasons.js';
import { asNeighbour, besides } from './spacing.js';
import { localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

/** Where the sessions of one day may begin. */
export interface DayStarts {
  /** The preferred times of that day, best first. */
  wanted: readonly number[];
  /** Every start on the clinic's grid, best first. */
  grid: readonly number[];
  /** Whether the first session stands at a wanted time or not at all. */
  strictly: boolean;
  /** Nothing begins before this: the session before has to be over. */
  afterMs: number;
}

export interface DayPlan {
  /** In order of time. */
  placements: Placement[];
  /** What stood in the way of the rest. */
  obstacles: Obstacle[];
}

/**
 * Places the sessions of one day: the first at the best wanted time (else, unless strictly, at the best time of the
 * grid) from which all of the day fit, the others at wanted times, else as soon after one another as their gap allows.
 * When no start lets all of them fit so, the way that lets most, on whichever device and in whichever room.
 */
export function planTreatmentDay(calendar: Calendar, busy: Busy, request: PlacementRequest, sessions: number, starts: DayStarts): DayPlan {
  const wanted = starts.wanted.filter((at) => at >= starts.afterMs);
  const grid = starts.grid.filter((at) => at >= starts.afterMs);
  let best: Chain = { placements: [], obstacles: () => [] };
  const inTheWay: Obstacle[] = [];
  /** Whether all of the day fit so; what stands in the way of a wanted time is told, what stands all over the grid is not. */
  const completes = (firstStarts: readonly number[], others: readonly number[], count = sessions): boolean => {
    const chain = chained(calendar, busy, request, firstStarts, others, grid, count);
    if (chain.placements.length > best.placements.length) best = chain;
    else if (chain.placements.length === 0 && (others === wanted || inTheWay.length === 0)) inTheWay.push(...chain.obstacles());
    return best.placements.length === sessions;
  };
  for (const first of wanted) {
    if (completes([first], wanted) || (sessions > 1 && completes([first], []))) return complete(best);
  }
  if (!starts.strictly) {
    for (const first of grid) if (completes([first], [])) return complete(best);
  } else if (sessions > 1 && best.placements.length === 0) {
    // The first is left out; that is no reason to leave out the others.
    completes(inOrder(grid).filter((at) => at >= Math.min(...starts.wanted)), [], sessions - 1);
  }
  const more = moreOf(calendar, busy, request, sessions, { ...starts, wanted, grid }, best.placements);
  if (more.length > best.placements.length) best = { placements: more, obstacles: best.obstacles };
  if (more.length === sessions) return complete(best);
  const obstacles = [...best.obstacles(), ...inTheWay];
  return { placements: best.placements, obstacles: obstacles.length > 0 ? obstacles : [...NO_TIME_LEFT] };
}

/** Where setting up or a hot coil keeps the soonest session from being followed by as many as a later one, or on another device. */
function moreOf(calendar: Calendar, busy: Busy, request: PlacementRequest, sessions: number, { wanted, grid, strictly }: DayStarts, found: readonly Placement[]): Placement[] {
  const all = inOrder([...new Set([...wanted, ...grid])]);
  if (!strictly) return mostOnDay(calendar, busy, request, { first: all, all, count: sessions, found: found.length });
  const begun = mostOnDay(calendar, busy, request, { first: wanted, all, count: sessions, found: found.length });
  if (begun.length > 0 || found.some(({ startMs }) => wanted.includes(startMs))) return begun;
  const late = all.filter((at) => at >= Math.min(...wanted));
  return mostOnDay(calendar, busy, request, { first: late, all: late, count: sessions - 1, found: found.length });
}

const NO_TIME_LEFT: readonly Obstacle[] = [{ code: 'outside-hours', message: 'No time is left on that day.' }];

const inOrder = (starts: readonly number[]): number[] => [...starts].sort((a, b) => a - b);

/** Sessions one after another, and what kept the next from following; that is asked for once in many chains. */
interface Chain {
  placements: Placement[];
  obstacles: () => Obstacle[];
}

const complete = ({ placements }: Chain): DayPlan => ({ placements, obstacles: [] });

/** The first session at the first of its starts that works, each other at one of `others`, else soonest. */
function chained(calendar: Calendar, busy: Busy, request: PlacementRequest, firstStarts: readonly number[], others: readonly number[], grid: readonly number[], count: number): Chain {
  const gapMs = request.minimumGapMinutes * MINUTE_MS;
  const own = count > 1 ? busy.copy() : busy;
  const placements: Placement[] = [];
  let [asked, candidates] = [request, firstStarts];
  for (;;) {
    const placement = firstThatWorks(calendar, own, asked, candidates);
    if (!placement) {
      const [[at], stuck] = [candidates, asked];
      return { placements, obstacles: () => (at === undefined ? [...NO_TIME_LEFT] : obstaclesAt(calendar, own, stuck, at)) };
    }
    placements.push(placement);
    if (placements.length === count) return { placements, obstacles: () => [] };
    for (const { kind, id, startMs, endMs } of claimsOf(calendar, request, placement)) {
      own.add({ kind, resourceId: id, startMs, endMs, occupant: 'session', occupantId: 'earlier that day' });
    }
    const date = localDate(placement.startMs, calendar.zone);
    asked = { ...besides(asked, [asNeighbour(asked, placement, 'earlier that day')]), sessionsPerDate: { ...asked.sessionsPerDate, [date]: (asked.sessionsPerDate?.[date] ?? 0) + 1 } };
    candidates = [...others, ...inOrder(grid)].filter((at) => at >= placement.endMs + gapMs);
  }
}

function firstThatWorks(calendar: Calendar, busy: Busy, request: PlacementRequest, candidates: readonly number[]): Placement | undefined {
  for (const startMs of candidates) {
    const placement = placeAmong(calendar, busy, request, startMs);
    if (placement) return placement;
  }
  return undefined;
}
