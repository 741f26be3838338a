/** What went wrong, in terms a caller can act on. Each kind has one HTTP status. */
export type RefusalKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'gone'
  | 'invalid'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'unprocessable'
  | 'too-many'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'too-large'
  | 'unsupported-media'
  | 'unavailable';

export const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  gone: 410,
  invalid: 400,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  unprocessable: 422,
  'too-many': 429,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'too-large': 413,
  'unsupported-media': 415,
  unavailable: 503,
};

/** One fault in a request: where (JSON pointer), which (stable code), and what to do about it. */
export interface Fault {
  pointer: string;
  code: string;
  message: string;
}

/**
 * A definite no, with a stable code and a detail that is safe to show: never SQL, a stack, or another patient's data.
 * Rooms declare their own subclasses or factories; the problem filter turns them into RFC 9457.
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    readonly detail: string,
    /** Members added to the problem document, e.g. `conflicts`, `missing`, `unplaced`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
    /** Response headers, e.g. `Retry-After`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Refusal';
  }
}

/** 400 with a pointer to every fault. The top-level code is `unknown-field` when any field is unknown. */
export class InvalidRequest extends Refusal {
  constructor(readonly errors: readonly Fault[], code?: string, detail?: string) {
    super(
      'invalid',
      code ?? (errors.some((e) => e.code === 'unknown-field') ? 'unknown-field' : 'invalid-request'),
      detail ?? errors.map((e) => `${e.pointer || '/'}: ${e.message}`).slice(0, 3).join('; '),
      { errors },
    );
  }
}

/** 400 for one field. */
export function invalid(pointer: string, code: string, message: string): InvalidRequest {
  return new InvalidRequest([{ pointer, code, message }]);
}

/** 404; the same answer for an unknown, a malformed and another clinic's id. */
export function notFound(): Refusal {
  return new Refusal('missing', 'not-found', 'There is nothing here that you may see.');
}

export function conflict(code: string, detail: string, extra: Record<string, unknown> = {}): Refusal {
  return new Refusal('conflict', code, detail, extra);
}

/** 409: the thing is in a state that does not allow this move. */
export function wrongState(thing: string, state: string, move: string): Refusal {
  return conflict('wrong-state', `A ${thing} that is ${state} cannot be ${move}.`, { state });
}

export function unprocessable(code: string, detail: string, extra: Record<string, unknown> = {}): Refusal {
  return new Refusal('unprocessable', code, detail, extra);
}

export function unauthenticated(code = 'unauthenticated', detail = 'A valid access token is needed.'): Refusal {
  return new Refusal('unauthenticated', code, detail, {}, { 'WWW-Authenticate': 'Bearer' });
}
