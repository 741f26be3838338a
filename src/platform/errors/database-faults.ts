import { InvalidRequest, Refusal, conflict, notFound } from './refusal.js';

/** The parts of a PostgreSQL error that decide what a caller is told. Its detail is never passed on: it quotes rows. */
interface PostgresError {
  code: string;
  constraint?: string;
}

const constraints = new Map<string, () => Refusal>();

/** A room says what a violated constraint of its tables means to a caller. Called once, when the room is loaded. */
export function declareConstraints(meanings: Readonly<Record<string, () => Refusal>>): void {
  for (const [name, refusal] of Object.entries(meanings)) constraints.set(name, refusal);
}

function isPostgresError(fault: unknown): fault is PostgresError {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string' && /^[0-9A-Z]{5}$/.test(fault.code);
}

/** Faults after which the same work, run again from the start, may well succeed. */
export function isTransient(fault: unknown): boolean {
  return isPostgresError(fault) && ['40001', '40P01', '55P03'].includes(fault.code);
}

const unavailable = (): Refusal =>
  new Refusal('unavailable', 'database-unavailable', 'The database cannot be reached right now; nothing was changed.', {}, { 'Retry-After': '2' });

/** The connection was lost between asking for the commit and hearing of it. */
export const outcomeUnknown = (): Refusal =>
  new Refusal('unavailable', 'outcome-unknown', 'The database was lost while the change was being committed. Send the request again, with the same Idempotency-Key, to learn whether it was made.', {}, { 'Retry-After': '2' });

const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** What a caller is told about a fault of the database; undefined when it is our own mistake (500). */
export function refusalFor(fault: unknown): Refusal | undefined {
  if (fault instanceof Refusal) return fault;
  if (!(fault instanceof Error)) return undefined;
  if (isPostgresError(fault)) {
    const known = fault.constraint === undefined ? undefined : constraints.get(fault.constraint);
    const refusal = known ? known() : byState(fault.code);
    // What the database said stays with the refusal for the log; a caller never sees it.
    if (refusal) refusal.cause = fault;
    return refusal;
  }
  return isLostConnection(fault) ? unavailable() : undefined;
}

/** The database did not answer: there is none, it has gone, or it stands still. */
export function isLostConnection(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if (isPostgresError(fault)) return fault.code.startsWith('57P') || fault.code.startsWith('08');
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : '';
  return CONNECTION_CODES.has(code) || /timeout exceeded when trying to connect|Connection terminated|is not queryable|Query read timeout|Cannot use a pool after calling end/.test(fault.message);
}

function byState(state: string): Refusal | undefined {
  if (isTransientState(state) || state === '57014' || state.startsWith('57P') || state.startsWith('08') || state.startsWith('53') || state === '25006') {
    return unavailable();
  }
  if (state === '23505') return conflict('duplicate', 'This exists already.');
  if (state === '23P01') return conflict('overlap', 'This overlaps something that stands already.');
  if (state === '23503') return notFound();
  if (state === '23514' || state.startsWith('22')) {
    return new InvalidRequest([{ pointer: '', code: 'out-of-range', message: 'A value is outside what can be stored.' }]);
  }
  if (state === '42501') return notFound();
  return undefined;
}

const isTransientState = (state: string): boolean => ['40001', '40P01', '55P03'].includes(state);
