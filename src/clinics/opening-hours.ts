import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';

interface Hours {
  /** Undefined where all are of one date. */
  weekday?: number;
  opens: string;
  closes: string;
}

/** Intervals that end before they begin, or overlap another of the same day, each with a pointer. */
export function faultsOfHours(hours: readonly Hours[], pointer: string): Fault[] {
  return hours.flatMap(({ weekday, opens, closes }, index): Fault[] => {
    const overlaps = hours.slice(0, index).some((other) => other.weekday === weekday && other.opens < closes && opens < other.closes);
    return [
      ...(opens >= closes ? [{ pointer: `${pointer}/${index}/closes`, code: 'ends-before-it-begins', message: 'must be later than opens' }] : []),
      ...(overlaps ? [{ pointer: `${pointer}/${index}`, code: 'overlapping-hours', message: `overlaps other hours of the same ${weekday === undefined ? 'date' : 'weekday'}` }] : []),
    ];
  });
}

/** @throws InvalidRequest */
export function refuseImpossibleHours(hours: readonly Hours[], pointer: string): void {
  const faults = faultsOfHours(hours, pointer);
  if (faults.length > 0) throw new InvalidRequest(faults);
}
