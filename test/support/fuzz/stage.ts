import { randomBytes } from 'node:crypto';
import { Jobs } from '../../../src/platform/jobs/jobs.js';
import { expectStatus, type Answered, type Caller, type Json } from '../caller.js';
import { TEST_PASSWORD, type Service, type TestClinic } from '../service.js';
import type { FromSchema } from './from-schema.js';
import { templateOfRow } from './known-rows.js';
import type { Range, Side } from './range.js';
import { variantsOf, type Drawn, type Operation, type Sender, type Shot } from './shots.js';

/** Somebody of the staged clinic, or nobody. */
export type Player = keyof TestClinic['staff'] | 'nobody';

export interface Extra {
  /** Encoded as it is sent, without the question mark. */
  query?: string | undefined;
  headers?: Record<string, string>;
}

/** A way through the service on which each request finds what it needs: the steps before it have made it. */
export type Journey = (on: Stage) => Promise<unknown>;

/** A step was refused, or the clinics were renewed: what would follow makes no sense. */
export class Abandoned extends Error {}

/** How a journey is gone: each step as it is meant, from the second round on after changed ones; one of them alone, to see it again. */
export interface Manner {
  seed: number;
  round: number;
  only?: Drawn;
}

/** Fires a shot; the answer, or undefined where none came. */
export type Fire = (shot: Shot, operation: Operation) => Promise<Answered | undefined>;

/** What a journey makes its requests through. */
export class Stage {
  #step = 0;
  readonly #side: Side;

  constructor(
    readonly service: Service,
    private readonly range: Range,
    private readonly operations: ReadonlyMap<string, Operation>,
    private readonly from: FromSchema,
    private readonly fire: Fire,
    private readonly name: string,
    private readonly manner: Manner,
  ) {
    this.#side = range.staged;
  }

  get clinic(): TestClinic {
    return this.#side.clinic;
  }

  /** For what is got ready beside the requests that are shot. */
  as(player: Exclude<Player, 'nobody'>): Caller {
    return this.clinic.as(player);
  }

  /**
   * A step: `POST /v1/sessions/{id}/start` of these ids. What changed draws of it bring about counts as done.
   * @returns the body of the answer that it was done with
   */
  async do(as: Player, operation: string, ids: readonly string[] = [], body?: Json, { query = '', headers = {} }: Extra = {}): Promise<Json> {
    if (this.range.staged !== this.#side) throw new Abandoned('the clinics were renewed');
    const known = this.operations.get(operation);
    if (!known) throw new Error(`no operation ${operation}`);
    this.#step += 1;
    const { seed, round, only } = this.manner;
    const drawn: Drawn = { journey: this.name, step: this.#step };
    const row = templateOfRow(known.template);
    const left = [...ids];
    const good: Shot = {
      as: (as === 'nobody' ? 'nobody' : `staged ${as}`) as Sender, method: known.method, template: known.template, pick: 0, intent: 'valid', drawn, headers,
      query: query === '' ? [] : query.split('&').map((pair) => pair.split('=') as [string, string]),
      ...(row !== undefined && { row: row.replaceAll(/\{\w+\}/g, () => left.shift() ?? '') }),
      ...(body !== undefined && { body }),
    };
    const fired: Shot[] = [];
    const by = only ?? { round, seed };
    if (only ? only.step === this.#step && only.nth !== undefined : round > 0) {
      const ways = { round: by.round ?? 0, seed: by.seed ?? 0 };
      fired.push(...variantsOf(known, good, this.from, { ...ways, seed: ways.seed + this.#step * 7919 }).map((shot, nth) => ({ ...shot, drawn: { ...drawn, ...ways, nth } })));
    }
    if (only) fired.splice(0, fired.length, ...fired.filter((_shot, nth) => nth === only.nth));
    fired.push(good);
    for (const shot of fired) {
      const answer = await this.fire(shot, known);
      const asAsked = shot.path === undefined && shot.method === known.method;
      if (answer && answer.status < 300 && asAsked && shot.as === good.as) {
        if (only?.step === this.#step) throw new Abandoned('seen again');
        return answer.body ?? {};
      }
    }
    throw new Abandoned(`${operation} was refused`);
  }

  /** A step that nothing follows from: refused, the journey goes on. */
  async look(as: Player, operation: string, row: string | undefined, extra: Extra = {}): Promise<void> {
    const template = templateOfRow(operation.split(' ')[1] ?? '') ?? '';
    const names = template.split('/');
    const ids = (row ?? '').split('/').filter((_part, at) => names[at]?.startsWith('{'));
    await this.do(as, operation, ids, undefined, extra).catch((fault: unknown) => {
      if (!(fault instanceof Abandoned)) throw fault;
    });
  }

  tend(job: string): Promise<void> {
    return this.service.app.get(Jobs).runNow(job);
  }

  /** A change of something that is read first, for its `ETag`. */
  async change(as: Exclude<Player, 'nobody'>, operation: string, ids: readonly string[], body: Json): Promise<Json> {
    const left = [...ids];
    const path = (operation.split(' ')[1] ?? '').replaceAll(/\{\w+\}/g, () => left.shift() ?? '');
    const etag = (await this.as(as).get(path)).headers['etag'] ?? '';
    return this.do(as, operation, ids, body, { headers: { 'if-match': etag } });
  }

  /** A device, a room and an operator that nothing else is booked on. */
  async place(): Promise<{ deviceId: string; roomId: string; operatorId: string }> {
    const admin = this.as('admin');
    const made = async (path: string, body: Json): Promise<string> => String(expectStatus(await admin.post(path, body), 201).id);
    const tag = this.tag();
    return {
      deviceId: await made('/v1/devices', { name: `Device ${tag}`, manufacturer: 'Example', model: 'Figure-8', modalities: ['rtms', 'itbs', 'ctbs', 'deep-tms', 'single-pulse'] }),
      roomId: await made('/v1/rooms', { name: `Room ${tag}` }),
      operatorId: await made('/v1/staff', { email: `${tag}@test.example`, displayName: 'Somebody', roles: ['operator'] }),
    };
  }

  /** A member of staff for one journey alone, and a login of theirs. */
  async member(role = 'operator'): Promise<{ id: string; email: string; bearer: Record<string, string>; refreshToken: string }> {
    const email = `${this.tag()}@test.example`;
    const { id } = expectStatus(await this.as('admin').post('/v1/staff', { email, displayName: 'Somebody', roles: [role], password: TEST_PASSWORD }), 201);
    return { id, email, ...(await this.logIn(email)) };
  }

  async logIn(email: string, password = TEST_PASSWORD): Promise<{ bearer: Record<string, string>; refreshToken: string }> {
    const { accessToken, refreshToken } = expectStatus(await this.service.anyone().post('/v1/auth/login', { email, password }), 200);
    return { bearer: { authorization: `Bearer ${accessToken}` }, refreshToken };
  }

  /** Forgets failed logins, and gives whoever gives access a fresh proof. */
  async unthrottle(): Promise<void> {
    await this.range.superuser.query('truncate login_counters');
    await this.as('admin').post('/v1/auth/confirm', { password: TEST_PASSWORD });
  }

  tag(): string {
    return `s${randomBytes(6).toString('hex')}`;
  }
}
