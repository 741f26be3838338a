import { SCREENING_FORM } from './form.js';

export interface AnswerIssue {
  /** A JSON pointer into the request, e.g. `/answers/seizure`. */
  readonly pointer: string;
  readonly code: 'not-an-object' | 'unknown-item' | 'not-a-boolean';
  readonly message: string;
}

const CODES: ReadonlySet<string> = new Set(SCREENING_FORM.items.map(({ code }) => code));
const LONGEST_LIST_OF_ISSUES = 100;

/**
 * What is impossible about the answers: items that the form does not have, and answers other than yes (`true`), no
 * (`false`) and unknown (`null`). A missing item is not impossible; it counts as unknown. At most 100 issues are listed.
 */
export function validateAnswers(answers: unknown): AnswerIssue[] {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) {
    return [{ pointer: '/answers', code: 'not-an-object', message: 'must be an object of item codes and answers' }];
  }
  return Object.entries(answers)
    .flatMap(([code, value]) => issueOf(code, value) ?? [])
    .slice(0, LONGEST_LIST_OF_ISSUES);
}

function issueOf(code: string, value: unknown): AnswerIssue | null {
  const pointer = `/answers/${code.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (!CODES.has(code)) return { pointer, code: 'unknown-item', message: 'is not an item of this form' };
  if (value === null || value === undefined || typeof value === 'boolean') return null;
  return { pointer, code: 'not-a-boolean', message: 'must be true, false, or null where it is not known' };
}
