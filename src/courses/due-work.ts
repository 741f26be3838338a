import { together } from '../platform/database/together.js';
import type { Reader } from '../platform/database/work.js';

/** A measure that a course is waiting for. */
export interface DueMeasure {
  measure: string;
  /** YYYY-MM-DD in the clinic's zone; null where it is due by the number of sessions. */
  dueOn: string | null;
  state: 'due' | 'overdue';
}

type Ask = (reader: Reader, courseId: string) => Promise<DueMeasure[]>;

const asked: Ask[] = [];

/** For the room that keeps the measures: rooms beside it learn what is due without leaning on it. */
export function declareDueMeasures(ask: Ask): void {
  asked.push(ask);
}

/** Everything that is due in a course now. */
export async function dueWork(reader: Reader, courseId: string): Promise<DueMeasure[]> {
  return (await together(...asked.map((ask) => ask(reader, courseId)))).flat();
}
