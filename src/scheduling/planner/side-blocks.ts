import type { ResourceKind } from './calendar.js';
import type { Interval } from './intervals.js';
import { localDate, weekdayOf } from './wall-clock.js';

const MINUTE_MS = 60_000;

/** Another part of the patient's plan that belongs to a session, before or after it on the same day. */
export interface SideBlock {
  /** Of the part of the plan. */
  id: string;
  position: 'before' | 'after';
  /** Between the two. */
  gapMinutes: number;
  durationMinutes: number;
  /** ISO weekdays on which it is given; with every session where none is named. */
  weekdays?: readonly number[] | null;
  /** First and last date, inclusive. */
  from: string;
  to?: string | null;
  /** What its operator must be trained for; absent where no training is recorded for it. */
  modality?: string;
  /** What it needs besides the patient. */
  resources: readonly { kind: Exclude<ResourceKind, 'patient'>; id: string }[];
}

export interface PlacedBlock extends Interval {
  block: SideBlock;
}

/** Where the other parts of the plan fall around a session: nearest first, none within another. */
export function blocksAround(zone: string, blocks: readonly SideBlock[] | undefined, session: Interval): PlacedBlock[] {
  if (!blocks || blocks.length === 0) return [];
  const date = localDate(session.startMs, zone);
  const given = blocks
    .filter(({ from, to, weekdays }) => from <= date && (!to || date <= to) && (!weekdays || weekdays.length === 0 || weekdays.includes(weekdayOf(date))))
    .sort((one, other) => one.gapMinutes - other.gapMinutes);
  let [first, last] = [session.startMs, session.endMs];
  return given.map((block): PlacedBlock => {
    const [gapMs, lengthMs] = [block.gapMinutes * MINUTE_MS, block.durationMinutes * MINUTE_MS];
    if (block.position === 'before') {
      const endMs = Math.min(first, session.startMs - gapMs);
      first = endMs - lengthMs;
      return { block, startMs: first, endMs };
    }
    const startMs = Math.max(last, session.endMs + gapMs);
    last = startMs + lengthMs;
    return { block, startMs, endMs: last };
  });
}

/** From the start of the first part of the day to the end of the last: the patient's time. */
export function reachOf(session: Interval, placed: readonly Interval[]): Interval {
  if (placed.length === 0) return session;
  return { startMs: Math.min(session.startMs, ...placed.map(({ startMs }) => startMs)), endMs: Math.max(session.endMs, ...placed.map(({ endMs }) => endMs)) };
}

interface Taken extends Interval {
  kind: ResourceKind;
  id: string;
}

/** What a session takes, and what the other parts of its day take with it; the patient from the first to the last. */
export function withBlocks(zone: string, blocks: readonly SideBlock[] | undefined, session: Interval, taken: readonly Taken[]): Taken[] {
  const placed = blocksAround(zone, blocks, session);
  if (placed.length === 0) return [...taken];
  const reach = reachOf(session, placed);
  const ofBlocks = placed.flatMap(({ block, startMs, endMs }) => block.resources.map(({ kind, id }) => ({ kind, id, startMs, endMs })));
  return merged([...taken.map((one) => (one.kind === 'patient' ? { ...one, ...reachOf(one, [reach]) } : one)), ...ofBlocks]);
}

/** One claim where the same room serves both parts of a day and its turnover reaches into the next. */
function merged(taken: readonly Taken[]): Taken[] {
  return taken.reduce<Taken[]>((sofar, one) => {
    const other = sofar.find(({ kind, id, startMs, endMs }) => kind === one.kind && id === one.id && startMs < one.endMs && one.startMs < endMs);
    return other ? sofar.map((each) => (each === other ? { ...each, ...reachOf(each, [one]) } : each)) : [...sofar, one];
  }, []);
}
