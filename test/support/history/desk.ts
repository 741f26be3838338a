import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Json } from '../caller.js';
import type { Entry, Operation, Taken, Wanted } from './history.js';
import type { Random } from './random.js';
import { TURNOVER_MINUTES, type World } from './world.js';

const MINUTE_MS = 60_000;
/** A machine with much else to do may take a minute to start a service anew. */
const GIVES_UP_MS = 180_000;
const PAUSE_MS = 50;
const LONGEST_MS = 20_000;
const AGENT = new Agent({ keepAlive: true, maxSockets: 512 });

/** One request with its key; sent again, the same, until an answer leaves no doubt. */
export interface Call {
  kind: Operation['kind'];
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  of?: string;
  wanted?: Wanted;
  /** Of an edit: the state that it changes. */
  base?: string;
  /** Another token than everybody's. */
  token?: string;
  /** The key of an earlier call. */
  key?: string;
  /** The only answer that is right; any where it is absent. */
  only?: number;
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

  async does(call: Call): Promise<Operation & { etag?: string }> {
    const key = call.key ?? `${this.name}-${(this.#calls += 1)}`;
    const invokedNs = process.hrtime.bigint();
    const { answer, tries, ill } = await this.#untilCertain(call, key);
    const answeredNs = process.hrtime.bigint();
    // What is gone when a deletion is tried again was deleted by the try before; and what is stale was changed by it, perhaps.
    const goneAlready = call.kind === 'reopen' && answer.status === 404 && tries > 1;
    const perhapsChanged = call.kind === 'edit' && answer.status === 412 && tries > 1;
    const status = goneAlready || perhapsChanged ? 204 : answer.status;
    const made = status >= 200 && status < 300 ? entriesOf(call, answer.body) : [];
    const wrong = ill ?? (isAllowed(call, answer.status) ? undefined : `${answer.status} ${answer.body?.code ?? ''}${call.only === undefined ? '' : `, not ${call.only}`}`);
    const operation: Operation & { etag?: string } = {
      key: call.key ? `${key} again` : key, kind: call.kind, of: call.of, wanted: call.wanted, base: call.base, invokedNs, answeredNs, tries, status, ...((goneAlready || perhapsChanged) && { byWhom: 'unsure' as const }), code: answer.body?.code, made, otherReplies: [],
      ...(wrong !== undefined && { wrong }), ...(answer.etag !== undefined && { etag: answer.etag }),
    };
    if (made.length > 0 && this.random.chance(0.04)) {
      const again = await this.#untilCertain({ ...call, cutAfterMs: undefined }, key);
      operation.otherReplies.push(again.answer.status < 300 ? entriesOf(call, again.answer.body).map(({ id }) => id) : [`refused with ${again.answer.status} ${again.answer.body?.code}`]);
    }
    this.history.push(operation);
    return operation;
  }

  async #untilCertain(call: Call, key: string): Promise<{ answer: Heard; tries: number; ill?: string }> {
    let last: Heard = { status: 0, body: undefined };
    let ill: string | undefined;
    const begun = performance.now();
    for (let tries = 1; ; tries += 1) {
      try {
        const cut = tries === 1 ? call.cutAfterMs : undefined;
        last = await this.#send(call, key, cut);
        // The service or its database is down, or the twin of this call is under way.
        if (last.status !== 503) return { answer: last, tries, ill };
        if (!last.says) ill = `503 without Retry-After, or no problem: ${JSON.stringify(last.body).slice(0, 200)}`;
      } catch {
        // No answer: nobody knows whether it was done.
      }
      if (performance.now() - begun > GIVES_UP_MS) return { answer: last, tries, ill };
      await wait(PAUSE_MS * (0.5 + this.random.next()));
    }
  }

  /** Plain sockets kept open: what the driver spends, the services do not get. */
  #send({ method, path, body, base, token }: Call, key: string, cutAfterMs?: number): Promise<Heard> {
    const raw = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string | number> = { authorization: `Bearer ${token ?? this.world.token}` };
    if (raw !== undefined) Object.assign(headers, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(raw) });
    if (method === 'POST') headers['idempotency-key'] = key;
    if (base !== undefined) headers['if-match'] = base;
    const { hostname, port } = new URL(this.address());
    return new Promise((resolve, reject) => {
      const sending = request({ agent: AGENT, hostname, port, method, path, headers });
      const timer = setTimeout(() => sending.destroy(new Error('cut')), cutAfterMs ?? LONGEST_MS);
      sending.on('error', (fault) => {
        clearTimeout(timer);
        reject(fault);
      });
      sending.on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          clearTimeout(timer);
          const text = Buffer.concat(chunks).toString('utf8');
          const etag = answer.headers.etag;
          const says = answer.headers['retry-after'] !== undefined && (answer.headers['content-type'] ?? '').startsWith('application/problem+json');
          if (!answer.complete) return reject(new Error('cut'));
          resolve({ status: answer.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text), says, ...(etag !== undefined && { etag }) });
        });
      });
      sending.end(raw);
    });
  }
}

interface Heard {
  status: number;
  body: Json;
  /** Whether a 503 says when to come again, as a problem document. */
  says?: boolean;
  etag?: string;
}

const MAKES = new Set<Operation['kind']>(['book', 'series', 'move', 'close']);

/** What a desk that asks for what it may, and says it well, can be told: yes, taken, changed meanwhile, gone meanwhile; what has no answer is a fault of its own. */
function isAllowed({ kind, only }: Call, status: number): boolean {
  if (only !== undefined) return status === only;
  return status < 300 || status >= 500 || status === 409 || (status === 412 && kind === 'edit') || (status === 404 && kind === 'reopen');
}

function entriesOf({ kind }: Call, body: Json): Entry[] {
  if (!MAKES.has(kind)) return [];
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
