import { PRE_SESSION_FORM, type FormItem } from './form.js';

export interface AnswerIssue {
  /** A JSON pointer into the request, e.g. `/answers/ear-protection`. */
  readonly pointer: string;
  readonly code: 'not-an-object' | 'unknown-item' | 'not-a-boolean' | 'not-a-number' | 'out-of-range';
  readonly message: string;
}

const ITEMS: ReadonlyMap<string, FormItem> = new Map(PRE_SESSION_FORM.items.map((item) => [item.code, item]));
const LONGEST_LIST_OF_ISSUES = 100;

/**
 * What is impossible about the answers: items that the form does not have, answers of another type, numbers out of range.
 * Missing answers are possible; they hold the session. At most 100 issues are listed.
 */
export function validatePreSessionAnswers(answers: unknown): AnswerIssue[] {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) {
    return [{ pointer: '/answers', code: 'not-an-object', message: 'must be an object of item codes and answers' }];
  }
  return Object.entries(answers)
    .flatMap(([code, value]) => issueOf(code, value) ?? [])
    .slice(0, LONGEST_LIST_OF_ISSUES);
}

function issueOf(code: string, value: unknown): AnswerIssue | null {
  const pointer = `/answers/${code.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const item = ITEMS.get(code);
  if (!item) return { pointer, code: 'unknown-item', message: 'is not an item of this form' };
  if (value === null || value === undefined) return null;
  if (item.kind !== 'number') {
    return typeof value === 'boolean' ? null : { pointer, code: 'not-a-boolean', message: 'must be true, false, or null where it was not answered' };
  }
  const { minimum = -Infinity, maximum = Infinity } = item;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { pointer, code: 'not-a-number', message: 'must be a number, or null where it was not asked' };
  return value < minimum || value > maximum ? { pointer, code: 'out-of-range', message: `must be from ${minimum} to ${maximum}` } : null;
}
