import { Agent, request } from 'node:http';
import type { Answered, Json } from '../caller.js';
import { BODY_SPOILERS } from './pools.js';
import type { Range } from './range.js';
import type { Sent } from './oracles.js';
import type { Shot } from './shots.js';

/** Cut off, or an answer to a request so malformed that Node cannot read it as one (a body after HEAD). */
const GONE = /^(ECONNRESET|EPIPE|HPE_)/;
const LONGEST_MS = 30_000;

/** Sends shots over real sockets of this machine. */
export class Gun {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(private readonly port: number, private readonly range: Range) {}

  stop(): void {
    this.#agent.destroy();
  }

  /** What the shot is at this moment, with the rows that are known now. */
  aim(shot: Shot): Sent {
    // Rows are looked for at our own clinic, whoever asks: those of the other one ask for what is not theirs.
    const strangers = shot.as.startsWith('their') && shot.pick % 3 > 0;
    const rows = shot.drawn ? this.range.staged.rows : strangers ? this.range.ours.rows : (this.range.side(shot.as) ?? this.range.ours).rows;
    const { path, query, headers, body } = rows.resolve(shot);
    const token = this.range.token(shot.as);
    const hasBody = body !== undefined && shot.method !== 'GET' && shot.method !== 'HEAD';
    const plain = hasBody ? Buffer.from(JSON.stringify(body)) : undefined;
    const raw = plain && shot.spoiled ? BODY_SPOILERS[shot.spoiled]?.(plain) : plain;
    const asked = query.length > 0 ? `?${query.map(([name, value]) => `${name}=${value}`).join('&')}` : '';
    return { method: shot.method, path: `${path}${asked}`, headers: { ...(token && { authorization: `Bearer ${token}` }), ...(raw && { 'content-type': 'application/json' }), ...headers }, body: plain && (JSON.parse(String(plain)) as Json), raw };
  }

  /** Undefined where Node itself will not send such a thing. */
  fire({ method, path, headers, raw }: Sent): Promise<Answered | undefined> {
    return new Promise((resolve, reject) => {
      let sending;
      try {
        sending = request({ agent: this.#agent, host: '127.0.0.1', port: this.port, method, path: path.replaceAll(/[^\x21-\x7e]/g, encodeURIComponent), headers: { ...headers, ...(raw && { 'content-length': raw.length }) } });
      } catch {
        return resolve(undefined);
      }
      sending.setTimeout(LONGEST_MS, () => sending.destroy(new Error(`no answer within ${LONGEST_MS} ms`)));
      sending.on('error', (fault: NodeJS.ErrnoException) => (GONE.test(fault.code ?? '') ? resolve(undefined) : reject(fault)));
      sending.on('response', (answer) => {
        const type = String(answer.headers['content-type'] ?? '');
        const done = (text: string): void => resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Record<string, string | undefined>, body: bodyOf(type, text), text });
        if (type.includes('event-stream')) {
          sending.on('error', () => undefined);
          sending.destroy();
          return done('');
        }
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
        answer.on('error', () => resolve(undefined));
      });
      sending.end(raw);
    });
  }
}

function bodyOf(type: string, text: string): Json {
  if (type.includes('ndjson') || !type.includes('json') || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
