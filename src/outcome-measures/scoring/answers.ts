import type { InstrumentDescription, InstrumentItem } from './instrument.js';

export type AnswerIssueCode = 'not-an-object' | 'unknown-item' | 'not-a-number' | 'not-a-step' | 'out-of-range';

export interface AnswerIssue {
  /** A JSON pointer into the request, e.g. `/answers/q3`. */
  readonly pointer: string;
  readonly code: AnswerIssueCode;
  readonly message: string;
}

/** Thrown when a form with impossible answers is scored all the same. */
export class ImpossibleAnswers extends RangeError {
  constructor(readonly issues: readonly AnswerIssue[]) {
    super(issues.map((issue) => `${issue.pointer}: ${issue.message}`).join('; '));
    this.name = 'ImpossibleAnswers';
  }
}

/** The answers that were given, by item code. A map, since a form's keys come from outside (`__proto__`). */
export type AnswerSheet = ReadonlyMap<string, number>;

const LONGEST_LIST_OF_ISSUES = 100;

/**
 * What is impossible about the answers: items that the instrument does not have, and answers that are no number
 * (text and booleans included), lie outside the item's range or between its steps. Missing answers are not
 * impossible; the instrument's missing rule judges them. At most 100 issues are listed.
 */
export function validateAnswers(instrument: Pick<InstrumentDescription, 'items'>, answers: unknown): AnswerIssue[] {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) {
    return [{ pointer: '/answers', code: 'not-an-object', message: 'must be an object of item codes and numbers' }];
  }
  const items = new Map(instrument.items.map((item) => [item.code, item]));
  const issues: AnswerIssue[] = [];
  for (const [code, value] of Object.entries(answers)) {
    const issue = issueOf(code, value, items.get(code));
    if (issue) issues.push(issue);
    if (issues.length === LONGEST_LIST_OF_ISSUES) break;
  }
  return issues;
}

/**
 * The given answers of an instrument's own items.
 *
 * @throws ImpossibleAnswers
 */
export function readAnswers(instrument: Pick<InstrumentDescription, 'items'>, answers: object): AnswerSheet {
  const issues = validateAnswers(instrument, answers);
  if (issues.length > 0) throw new ImpossibleAnswers(issues);
  const given = Object.entries(answers).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return new Map(given.map(([code, value]) => [code, value === 0 ? 0 : value]));
}

/** The answers given to these items, in this order, missing ones left out. */
export function given(sheet: AnswerSheet, codes: readonly string[]): number[] {
  return codes.flatMap((code) => sheet.get(code) ?? []);
}

function issueOf(code: string, value: unknown, item: InstrumentItem | undefined): AnswerIssue | null {
  const pointer = `/answers/${code.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (!item) return { pointer, code: 'unknown-item', message: 'is not an item of this measure' };
  if (value === null || value === undefined) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { pointer, code: 'not-a-number', message: 'must be a number, or null where it was not answered' };
  }
  if (value < item.minimum || value > item.maximum) {
    return { pointer, code: 'out-of-range', message: `must be from ${item.minimum} to ${item.maximum}` };
  }
  if (!isOnStep(value, item)) {
    const message = item.step === 1 ? 'must be a whole number' : `must be a multiple of ${item.step}`;
    return { pointer, code: 'not-a-step', message };
  }
  return null;
}

/** 4.3 is a multiple of 0.1 although 4.3 / 0.1 is 42.99999999999999 in binary. */
function isOnStep(value: number, item: InstrumentItem): boolean {
  const steps = (value - item.minimum) / item.step;
  return item.step === 1 ? Number.isInteger(steps) : Math.abs(steps - Math.round(steps)) < 1e-9;
}
