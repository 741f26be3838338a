import type { Json } from '../caller.js';
import { NEEDED_STATUS, recipe } from './recipes.js';
import type { Shot } from './shots.js';

const MOST_OF_A_KIND = 60;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

/** One row as answers have shown it: enough to ask for what comes next. */
export interface KnownRow {
  path: string;
  id: string;
  seen: Json;
}

/** The rows of one clinic that answers told of, by the template of the path under which each is read. */
export class KnownRows {
  readonly #rows = new Map<string, KnownRow[]>();
  readonly #byId = new Map<string, KnownRow>();
  readonly etags = new Map<string, string>();

  add(template: string, path: string, seen: Json = {}): void {
    const id = path.split('/').at(-1) ?? '';
    const known = this.#byId.get(id);
    if (known) {
      known.seen = { ...known.seen, ...seen };
      return;
    }
    const row = { path, id, seen };
    const rows = this.#rows.get(canonical(template)) ?? [];
    rows.push(row);
    // The first ones stay: they have one of everything below them.
    if (rows.length > MOST_OF_A_KIND) this.#byId.delete(rows.splice(5, 1)[0]?.id ?? '');
    this.#rows.set(canonical(template), rows);
    this.#byId.set(id, row);
  }

  forget(path: string): void {
    const id = path.split('/').at(-1) ?? '';
    this.#byId.delete(id);
    for (const [template, rows] of this.#rows) this.#rows.set(template, rows.filter((row) => row.id !== id));
  }

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** The row of a kind that a number picks: as often one of the newest as any; where a status is wanted, one that has it. */
  pick(template: string, n: number, status?: string): KnownRow | undefined {
    const all = this.#rows.get(canonical(template)) ?? [];
    const fitting = status === undefined || n % 5 === 0 ? all : all.filter(({ seen }) => seen.status === status);
    const rows = fitting.length > 0 ? fitting : all;
    return n % 2 === 0 ? rows.at(-1 - (Math.floor(n / 2) % Math.min(rows.length || 1, 6))) : rows[n % (rows.length || 1)];
  }

  /** The request with everything that stands for a row replaced by one. */
  resolve(shot: Shot): { path: string; query: [string, string][]; headers: Record<string, string>; body: Json } {
    const parent = templateOfRow(shot.template);
    const kind = shot.template === FEED ? FEED : parent;
    const status = NEEDED_STATUS[`${shot.method} ${shot.template}`];
    const row = shot.row !== undefined ? rowAt(shot.row) : parent === undefined ? undefined : this.pick(kind ?? parent, shot.pick, status);
    const path = this.#pathOf(shot.path ?? shot.template, parent, row);
    const value = (text: string): string => this.#value(text);
    const body = shot.intent === 'wild' || shot.drawn ? shot.body : together(recipe(shot, row, this), this);
    const headers = Object.fromEntries(Object.entries(shot.headers).map(([name, text]) => [name, text === '@etag' ? (this.etags.get(row?.path ?? path) ?? this.etags.get(path) ?? '"none"') : text]));
    return { path, query: shot.query.map(([name, text]) => [name, encodeURIComponent(value(text)) === text ? text : text.startsWith('@') ? value(text) : text]), headers, body: mapped(body, value) };
  }

  #pathOf(sent: string, parent: string | undefined, row: KnownRow | undefined): string {
    if (parent !== undefined && row !== undefined && sent.startsWith(parent)) return `${row.path}${sent.slice(parent.length)}`.replaceAll(/\{\w+\}/g, '1');
    const segments = row?.path.split('/') ?? [];
    // A spoiled path keeps the rows of its other parameters.
    const names = (parent ?? '').split('/');
    return sent.replaceAll(/\{(\w+)\}/g, (whole) => segments[names.indexOf(whole)] ?? (whole === '{n}' ? '1' : '01900000-0000-7000-8000-0000000000ff'));
  }

  #value(text: string): string {
    const [, template = '', n] = /^@(.+):(\d+)$/.exec(text) ?? [];
    if (n === undefined) return text;
    const picked = template === 'any' ? [...this.#byId.values()][Number(n) % (this.#byId.size || 1)] : this.pick(template, Number(n));
    return picked?.id ?? '01900000-0000-7000-8000-0000000000ff';
  }

  /** Learns from an answer: what was made, what was listed, what state something has now. */
  learn(template: string, path: string, headers: Record<string, string | undefined>, body: Json): void {
    const location = headers['location'];
    const etag = headers['etag'];
    if (etag !== undefined) this.etags.set(location ?? path, etag);
    if (typeof body !== 'object' || body === null) return;
    if (location !== undefined && typeof body.id === 'string') this.add(`${template}/{id}`, location, body);
    const known = this.#byId.get(body.id);
    if (known) known.seen = { ...known.seen, ...body };
    if (Array.isArray(body.items)) for (const item of body.items) if (typeof item?.id === 'string' && item.id.length === 36) this.add(`${template}/{id}`, `${path}/${item.id}`, item);
    if (Array.isArray(body.sessions)) for (const item of body.sessions.slice(0, 5)) if (typeof item?.id === 'string') this.add('/v1/sessions/{id}', `/v1/sessions/${item.id}`, item);
    if (typeof body.token === 'string' && template === '/v1/self-report-links') this.add('/v1/self-report/{token}', `/v1/self-report/${body.token}`, body);
    const [, feed] = /\/v1\/calendars\/([\w-]+)\.ics/.exec(JSON.stringify(body)) ?? [];
    if (feed !== undefined) this.add(FEED, `/v1/calendars/${feed}`);
  }
}

/** Names of parameters differ from route to route: rows are kept under the template with all of them called `{id}`. */
export const canonical = (template: string): string => template.replaceAll(/\{\w+\}/g, '{id}');

const FEED = '/v1/calendars/{token}.ics';

const rowAt = (path: string): KnownRow => ({ path, id: path.split('/').at(-1) ?? '', seen: {} });

/** The part of a template that names a row, up to its last parameter; a number of a version is none. */
export function templateOfRow(template: string): string | undefined {
  const [found] = /^.*\{(?!n\})\w+\}/.exec(template) ?? [];
  return found;
}

/** What names a patient and something of a patient names, in general, the same one. */
function together(body: Json, rows: KnownRows): Json {
  if (typeof body !== 'object' || body === null || typeof body.patientId !== 'string') return body;
  for (const name of ['courseId', 'sessionId', 'conditionId']) {
    const named: unknown = body[name];
    const [, template, n] = (typeof named === 'string' && /^@(.+):(\d+)$/.exec(named)) || [];
    if (template === undefined || Number(n) % 6 === 0) continue;
    const row = rows.pick(template, Number(n));
    const patientId = row?.seen.patientId ?? /^\/v1\/patients\/([^/]+)\//.exec(row?.path ?? '')?.[1];
    if (patientId) return { ...body, [name]: row?.id, patientId };
  }
  return body;
}

function mapped(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return value.startsWith('@') ? change(value) : value;
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, change)]));
}

export const uuidsIn = (text: string): Set<string> => new Set(text.match(UUID) ?? []);
