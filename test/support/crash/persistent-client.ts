import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Json } from '../caller.js';

/** A change that the service said it had made. */
export interface Acknowledged {
  /** Of all tries alike: the trail must tell of the change once, whichever try made it. */
  requestId: string;
  what: string;
  /** Where what was made can be read, and by whom. */
  location: string | undefined;
  token: string;
  body: Json;
  tries: number;
}

const PATIENCE = 600;

/** Somebody who sends a request, the same, again and again until an answer leaves no doubt; and keeps what was acknowledged. */
export class PersistentClient {
  readonly acknowledged: Acknowledged[] = [];
  readonly refused: string[] = [];
  unanswered = 0;

  constructor(private readonly address: () => string) {}

  async post(token: string, path: string, body: Json = {}): Promise<Json> {
    const answer = await this.#untilCertain(token, 'POST', path, body, {});
    return answer.body;
  }

  /** As an editor does it: reads for the ETag, changes, and looks again where it cannot know whether the change was made. */
  async patch(token: string, path: string, body: Json): Promise<Json> {
    for (let tries = 0; ; tries += 1) {
      const { headers } = await this.#untilCertain(token, 'GET', path, undefined, {});
      const answer = await this.#untilCertain(token, 'PATCH', path, body, { 'if-match': headers.get('etag') ?? '' });
      if (answer.status !== 412 || tries === 5) return answer.body;
      const { body: now } = await this.#untilCertain(token, 'GET', path, undefined, {});
      if (Object.entries(body).every(([name, value]) => now[name] === value)) {
        this.acknowledged.push({ requestId: answer.requestId, what: `PATCH ${path}`, location: undefined, token, body: now, tries: 2 });
        return now;
      }
    }
  }

  async get(token: string, path: string): Promise<Json> {
    return (await this.#untilCertain(token, 'GET', path, undefined, {})).body;
  }

  async #untilCertain(token: string, method: string, path: string, body: Json, more: Record<string, string>): Promise<{ status: number; body: Json; headers: Headers; requestId: string }> {
    const requestId = randomUUID();
    const headers = { ...(token && { authorization: `Bearer ${token}` }), 'x-request-id': requestId, ...(method === 'POST' && { 'idempotency-key': requestId }), ...(body !== undefined && { 'content-type': 'application/json' }), ...more };
    for (let tries = 1; tries <= PATIENCE; tries += 1) {
      try {
        const answer = await fetch(`${this.address()}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(30_000) });
        const text = await answer.text();
        if (answer.status !== 503) return this.#certain({ status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers, requestId }, method, path, token, tries);
      } catch {
        // No answer: nobody knows whether it was done.
        this.unanswered += 1;
      }
      await wait(30 + Math.random() * 60);
    }
    throw new Error(`${method} ${path}: no answer after ${PATIENCE} tries`);
  }

  #certain<T extends { status: number; body: Json; headers: Headers; requestId: string }>(answer: T, method: string, path: string, token: string, tries: number): T {
    const { status, body, headers, requestId } = answer;
    const what = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, '{id}')}`;
    if (status >= 500 || (status >= 400 && status !== 412 && status !== 409)) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
    if (status === 409) this.refused.push(`${what}: ${body.code}`);
    if (method !== 'GET' && status < 300 && !path.includes('/auth/')) {
      const location = headers.get('location');
      this.acknowledged.push({ requestId, what, location: location === null ? undefined : new URL(location, 'http://x').pathname, token, body, tries });
    }
    return answer;
  }
}
