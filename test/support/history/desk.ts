import { setTimeout as wait } from 'node:timers/promises';
import type { Json } from '../caller.js';
import type { Entry, Operation, Taken, Wanted } from './history.js';
import type { Random } from './random.js';
import { TURNOVER_MINUTES, type World } from './world.js';

const MINUTE_MS = 60_000;
const MOST_TRIES = 400;
const PAUSE_MS = 50;

/** One request with its key; sent again, the same, until an answer leaves no doubt. */
export interface Call {
  kind: Operation['kind'];
  method: 'POST' | 'DELETE';
  path: string;
  body?: object;
  of?: string;
  wanted?: Wanted;
  /** The first try is cut off by the caller after so many milliseconds. */
  cutAfterMs?: number;
}

/** A front desk that books, moves and cancels over HTTP, and writes down what it saw. */
export class Desk {
  readonly history: Operation[] = [];
  #calls = 0;

  constructor(
    private readonly name: string,
    private readonly world: World,
    private readonly address: () => string,
    private readonly random: Random,
  ) {}

  async does(call: Call): Promise<Operation> {
    const key = `${this.name}-${(this.#calls += 1)}`;
    const invokedNs = process.hrtime.bigint();
    const { answer, tries } = await this.#untilCertain(call, key);
    const answeredNs = process.hrtime.bigint();
    // What is gone when a deletion is tried again was deleted by the try before.
    const goneAlready = call.kind === 'reopen' && answer.status === 404 && tries > 1;
    const status = goneAlready ? 204 : answer.status;
    const made = status >= 200 && status < 300 ? entriesOf(call, answer.body) : [];
    const operation: Operation = { key, kind: call.kind, of: call.of, wanted: call.wanted, invokedNs, answeredNs, tries, status, ...(goneAlready && { byWhom: 'unsure' as const }), code: answer.body?.code, made, otherReplies: [] };
    if (made.length > 0 && this.random.chance(0.04)) {
      const again = await this.#untilCertain({ ...call, cutAfterMs: undefined }, key);
      operation.otherReplies.push(again.answer.status < 300 ? entriesOf(call, again.answer.body).map(({ id }) => id) : [`refused with ${again.answer.status} ${again.answer.body?.code}`]);
    }
    this.history.push(operation);
    return operation;
  }

  async #untilCertain(call: Call, key: string): Promise<{ answer: { status: number; body: Json }; tries: number }> {
    let last = { status: 0, body: undefined as Json };
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      try {
        const cut = tries === 1 && call.cutAfterMs !== undefined ? AbortSignal.timeout(call.cutAfterMs) : undefined;
        last = await this.#send(call, key, cut);
        // The service or its database is down, or the twin of this call is under way.
        if (last.status !== 503) return { answer: last, tries };
      } catch {
        // No answer: nobody knows whether it was done.
      }
      await wait(PAUSE_MS * (0.5 + this.random.next()));
    }
    return { answer: last, tries: MOST_TRIES };
  }

  async #send({ method, path, body }: Call, key: string, signal?: AbortSignal): Promise<{ status: number; body: Json }> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.world.token}` };
    if (method === 'POST') Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': key });
    const answer = await fetch(`${this.address()}${path}`, { method, headers, ...(method === 'POST' && { body: JSON.stringify(body) }), signal: signal ?? AbortSignal.timeout(20_000) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}

function entriesOf({ kind }: Call, body: Json): Entry[] {
  if (kind === 'cancel' || kind === 'reopen') return [];
  if (kind === 'series') return body.sessions.map(sessionEntry);
  return [kind === 'close' ? downtimeEntry(body) : sessionEntry(body)];
}

function sessionEntry({ id, startsAt, endsAt, deviceId, roomId, operatorId, patientId }: Json): Entry {
  const wanted = takenBy(Date.parse(startsAt), Date.parse(endsAt), { devices: [deviceId], rooms: [roomId], operators: [operatorId], patients: [patientId] });
  return { id, taken: wanted.flat(), facts: { startsAt, endsAt, deviceId, roomId, operatorId } };
}

function downtimeEntry({ id, deviceId, startsAt, endsAt }: Json): Entry {
  return { id, taken: [{ kind: 'device', id: deviceId, startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) }], facts: { startsAt, endsAt, deviceId } };
}

/** What a session takes, or would take of any of several: the turnover after it too, of device and room. */
export function takenBy(startMs: number, endMs: number, of: { devices: string[]; rooms: string[]; operators: string[]; patients: string[] }): Taken[][] {
  const turnedOverMs = endMs + TURNOVER_MINUTES * MINUTE_MS;
  return [
    of.devices.map((id) => ({ kind: 'device', id, startMs, endMs: turnedOverMs })),
    of.rooms.map((id) => ({ kind: 'room', id, startMs, endMs: turnedOverMs })),
    of.operators.map((id) => ({ kind: 'operator', id, startMs, endMs })),
    of.patients.map((id) => ({ kind: 'patient', id, startMs, endMs })),
  ];
}
