import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { noteAnswered, noteSent } from './canaries.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are JSON; tests look into them freely
export type Json = any;

export interface Answered {
  status: number;
  headers: Record<string, string | undefined>;
  body: Json;
  text: string;
}

export type AnswerCheck = (method: string, path: string, answer: Answered) => void;

/** Calls the service as somebody; every answer is checked against the OpenAPI document on the way, and what is told is noted. */
export class Caller {
  constructor(
    private readonly app: NestFastifyApplication,
    readonly token: string | undefined,
    private readonly check: AnswerCheck,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answered> {
    return this.send('POST', path, body, headers);
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    return this.send('DELETE', path, undefined, headers);
  }

  put(path: string, body: Json, headers: Record<string, string> = {}): Promise<Answered> {
    return this.send('PUT', path, body, headers);
  }

  /** Reads the resource for its ETag unless `If-Match` is given, then patches it. */
  async patch(path: string, body: Json, headers: Record<string, string> = {}): Promise<Answered> {
    const given = Object.keys(headers).some((name) => name.toLowerCase() === 'if-match');
    const etag = given ? undefined : (await this.get(path)).headers['etag'];
    return this.send('PATCH', path, body, { ...(etag && { 'if-match': etag }), ...headers });
  }

  async send(method: string, path: string, body: Json, headers: Record<string, string> = {}): Promise<Answered> {
    noteSent(body, path);
    const answer = await this.app.inject({
      method: method as 'GET',
      url: path,
      headers: { ...(this.token && { authorization: `Bearer ${this.token}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const type = String(answer.headers['content-type'] ?? '');
    const answered: Answered = {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string | undefined>,
      body: !type.includes('ndjson') && type.includes('json') && answer.payload !== '' ? JSON.parse(answer.payload) : undefined,
      text: answer.payload,
    };
    noteAnswered(answered.body);
    this.check(method, path.split('?')[0] ?? '', answered);
    return answered;
  }
}

/** The answer's body, or an error that shows what came instead. */
export function expectStatus(answer: Answered, status: number): Json {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text.slice(0, 1500)}`);
  return answer.body;
}
