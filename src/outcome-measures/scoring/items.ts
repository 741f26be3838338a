import type { InstrumentItem } from './instrument.js';

type Extras = Partial<Pick<InstrumentItem, 'step' | 'scored' | 'optional' | 'anchors' | 'askedOnlyIf'>>;

/** One item; scored, required and answered in whole numbers unless said otherwise. */
export function item(code: string, topic: string, minimum: number, maximum: number, extras: Extras = {}): InstrumentItem {
  return { code, topic, minimum, maximum, step: 1, scored: true, optional: false, ...extras };
}

/** Items `q1`, `q2`, … of one common scale, in the form's order. */
export function numberedItems(minimum: number, maximum: number, topics: readonly string[]): InstrumentItem[] {
  return topics.map((topic, index) => item(`q${index + 1}`, topic, minimum, maximum));
}

/** The codes `q1` … of the given numbers. */
export function numbered(...numbers: readonly number[]): string[] {
  return numbers.map((number) => `q${number}`);
}

/** The whole numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
