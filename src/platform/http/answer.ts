import { createHash } from 'node:crypto';
import { Refusal } from '../errors/refusal.js';
import type { KeptAnswer } from '../database/idempotency.js';

/** A body with a status other than the route's usual one, or made somewhere else than under the route's own path. */
export class Answer<T> {
  constructor(
    readonly body: T,
    readonly status: number,
    readonly location?: string,
  ) {}
}

/** An answer with a secret that is shown this once: what is kept for a repetition of the request is without it. */
export class ShownOnce<T> extends Answer<T> {
  constructor(
    body: T,
    readonly kept: T,
    status: number,
  ) {
    super(body, status);
  }

  get withoutSecret(): Answer<T> {
    return new Answer(this.kept, this.status);
  }
}

/** Strong validator of a representation: a digest of its exact bytes. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** What is sent for a handler's result: status, `Location` of what was made, `ETag` of what is one resource, exact body. */
export function describeAnswer(result: unknown, usualStatus: number, path: string): KeptAnswer {
  const { body, status, location } = result instanceof Answer ? result : { body: result, status: usualStatus, location: undefined };
  const text = body === undefined || body === null ? '' : JSON.stringify(body);
  const headers: Record<string, string> = {};
  if (status === 201 && location !== undefined) headers['Location'] = location;
  if (isResource(body)) {
    headers['ETag'] = etagOf(text);
    if (status === 201) headers['Location'] ??= `${path.replace(/\/$/, '')}/${body.id}`;
  }
  return { status: text === '' && status === 200 ? 204 : status, headers, body: text };
}

function isResource(body: unknown): body is { id: string } {
  return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string';
}

/**
 * Call with the row locked and its current view at hand, before changing it.
 * @throws Refusal 428 without If-Match, 412 when the caller saw an older state (weak tags never match).
 */
export function requireMatch(ifMatch: string | undefined, currentView: object): void {
  if (ifMatch === undefined || ifMatch.trim() === '') {
    throw new Refusal('precondition-required', 'if-match-required', 'Send the ETag of the state you are changing in If-Match.');
  }
  const current = etagOf(JSON.stringify(currentView));
  if (!ifMatch.split(',').some((tag) => tag.trim() === current)) {
    throw new Refusal('stale', 'stale', 'This was changed since you read it; read it again.');
  }
}
