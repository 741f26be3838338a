import fc from 'fast-check';
import { PERMISSIONS, ROLES, type Permission, type Role } from '../../../src/identity/permissions/matrix.js';
import type { Json } from '../caller.js';
import { FromSchema } from './from-schema.js';
import { BODY_SPOILERS, HOSTILE_HEADERS, HOSTILE_QUERY, HOSTILE_SEGMENTS, HOSTILE_VALUES } from './pools.js';

/** Who sends a request: a role of our clinic, the same of the other clinic, somebody of the clinic that journeys go through, or nobody. */
export type Sender = Role | `their ${Role}` | `staged ${Role | 'clinician2' | 'operator2'}` | 'nobody';

export const roleOf = (sender: Sender): Role => sender.replace(/^(their|staged) /, '').replace('2', '') as Role;

/** One request, as it can be written down and sent again: rows stand as `@template:number` until it is sent. */
export interface Shot {
  as: Sender;
  method: string;
  /** Of the document. */
  template: string;
  /** Which of the known rows the path is about. */
  pick: number;
  /** The path as it is sent, where it is not what the document says. */
  path?: string;
  query: [name: string, encoded: string][];
  headers: Record<string, string>;
  body?: Json;
  /** What is done to the bytes of the body. */
  spoiled?: string;
  intent: 'valid' | 'hostile' | 'wild';
  /** The very row, where a journey has made one for it; and what draws the shot again on a journey of its own. */
  row?: string;
  drawn?: Drawn;
}

/** The step of a journey that a shot was drawn from: by which seed, and which of its draws it is; none for the step as it is meant to go. */
export interface Drawn {
  journey: string;
  step: number;
  round?: number;
  seed?: number;
  nth?: number;
}

export interface Operation {
  method: string;
  template: string;
  permission: Permission | null;
  query: { name: string; required: boolean; schema: Json }[];
  body?: Json;
}

export function operationsOf(document: Json): Operation[] {
  return Object.entries(document.paths as Json).flatMap(([template, item]) =>
    Object.entries(item as Json).map(([method, operation]) => ({
      method: method.toUpperCase(),
      template,
      permission: (operation as Json)['x-permission'] as Permission | null,
      query: ((operation as Json).parameters ?? []).filter((one: Json) => one.in === 'query'),
      body: (operation as Json).requestBody?.content?.['application/json']?.schema as Json | undefined,
    })),
  );
}

export const mayCall = ({ permission }: Operation, role: Role): boolean => permission === null || (PERMISSIONS[permission].roles as readonly string[]).includes(role);

/** Shots at one operation: of ten, six that the document allows, three with one thing wrong, one with anything wrong. */
export function shotsAt(operation: Operation, from: FromSchema): fc.Arbitrary<Shot> {
  const allowed = ROLES.filter((role) => mayCall(operation, role));
  const as = fc.oneof<fc.MaybeWeightedArbitrary<Sender>[]>(
    { weight: 15, arbitrary: fc.constantFrom(...allowed) },
    { weight: 3, arbitrary: fc.constantFrom(...ROLES) },
    { weight: 2, arbitrary: fc.constantFrom(...allowed).map((role) => `their ${role}` as const) },
    { weight: 1, arbitrary: fc.constant('nobody' as const) },
  );
  const valid = fc.record({
    as,
    method: fc.constant(operation.method),
    template: fc.constant(operation.template),
    pick: fc.nat(9999),
    query: queries(operation, from),
    headers: headers(operation),
    ...(operation.body && { body: from.of(operation.body) }),
    intent: fc.constant('valid' as const),
  }) as fc.Arbitrary<Shot>;
  const spoiled = fc.tuple(valid, spoilers(operation)).map(([shot, spoil]) => ({ ...spoil(shot), intent: 'hostile' as const }));
  const wild = fc.tuple(valid, fc.array(spoilers(operation), { minLength: 2, maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), fc.nat(3)).map(([shot, spoils, any, n]) => {
    const start: Shot = operation.body && n > 0 ? { ...shot, body: any } : shot;
    return { ...spoils.reduce((one, spoil) => spoil(one), start), intent: 'wild' as const };
  });
  return fc.oneof({ weight: 6, arbitrary: valid }, { weight: 3, arbitrary: spoiled }, { weight: 1, arbitrary: wild });
}

function queries({ query }: Operation, from: FromSchema): fc.Arbitrary<[string, string][]> {
  const values = Object.fromEntries(query.map(({ name, schema }) => [name, from.of(schema, name)]));
  const required = query.filter((one) => one.required).map(({ name }) => name);
  // A cursor that somebody makes up is never one; those come from pages.
  delete values['cursor'];
  return fc.record(values, { requiredKeys: required }).map((given) => Object.entries(given).filter(([name]) => required.includes(name) || name.length % 2 === 0).map(([name, value]) => [name, String(value).startsWith('@') ? String(value) : encodeURIComponent(String(value))]));
}

function headers({ method }: Operation): fc.Arbitrary<Record<string, string>> {
  if (method === 'POST') return fc.oneof(fc.constant({}), fc.constant({}), fc.uuid().map((key) => ({ 'idempotency-key': key })), fc.nat(20).map((n) => ({ 'idempotency-key': `again-${n}` })));
  if (method === 'PATCH' || method === 'PUT') return fc.constantFrom<Record<string, string>[]>({ 'if-match': '@etag' }, { 'if-match': '@etag' }, { 'if-match': '@etag' }, { 'if-match': '"stale"' }, {});
  return fc.constant({});
}

type Spoiler = (shot: Shot) => Shot;

/**
 * A good request with one thing changed. In turn, round after round, each member of it null and each left out; beside them
 * such as are drawn: spoiled, made anew from the document, or sent by somebody else.
 */
export function variantsOf(operation: Operation, good: Shot, from: FromSchema, { round, seed }: { round: number; seed: number }): Shot[] {
  const lacking = placesIn(good.body).flatMap((_place, n) => [null, undefined].map((value): Shot => ({ ...good, body: changed(good.body, n, () => value) })));
  const unasked = good.query.map(([name]): Shot => ({ ...good, query: good.query.filter(([one]) => one !== name) }));
  const inTurn = [...(good.body === undefined ? [] : lacking), ...unasked];
  const now = inTurn.length === 0 ? [] : Array.from({ length: Math.min(inTurn.length, IN_TURN) }, (_unused, n) => inTurn[(round * IN_TURN + n) % inTurn.length] ?? good);
  const draws = operation.body || operation.query.length > 0 ? 2 : 1;
  return [...now.map((shot) => ({ ...shot, intent: 'hostile' as const })), ...fc.sample(drawnFrom(operation, good, from), { numRuns: draws, seed })];
}

const IN_TURN = 4;

function drawnFrom(operation: Operation, good: Shot, from: FromSchema): fc.Arbitrary<Shot> {
  const spoiled = spoilers(operation).map((spoil) => spoil(good));
  const members = Object.entries(from.membersOf(operation.body)).map(([name, member]) => member.map((value): Shot => ({ ...good, body: { ...good.body, [name]: value } })));
  const asked = operation.query.filter(({ name }) => name !== 'cursor').map(({ name, schema }) => from.of(schema, name).map((value): Shot => ({ ...good, query: [...good.query.filter(([one]) => one !== name), [name, encodeURIComponent(String(value))]] })));
  const changed = [...members, ...asked];
  const others = fc.constantFrom<Sender[]>(...ROLES.map((role) => `their ${role}` as const), ...ROLES.map((role) => `staged ${role}` as const), 'nobody').map((as): Shot => ({ ...good, as, headers: {} }));
  return fc.oneof(
    { weight: 5, arbitrary: spoiled },
    { weight: changed.length > 0 ? 4 : 0, arbitrary: changed.length > 0 ? fc.oneof(...changed) : spoiled },
    { weight: operation.permission === null ? 0 : 1, arbitrary: others },
  ).map((shot) => ({ ...shot, intent: 'hostile' as const }));
}

function spoilers({ template, query, body, method }: Operation): fc.Arbitrary<Spoiler> {
  const hostile = fc.constantFrom<Json[]>(...HOSTILE_VALUES);
  const place = fc.nat(1_000_000);
  const ofBody = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(place, hostile).map(([at, value]): Spoiler => (shot) => ({ ...shot, body: changed(shot.body, at, () => value) })) },
    { weight: 1, arbitrary: place.map((at): Spoiler => (shot) => ({ ...shot, body: changed(shot.body, at, () => undefined) })) },
    { weight: 1, arbitrary: fc.tuple(place, fc.constantFrom('id', 'clinicId', 'status', 'createdAt', 'signedBy', 'version', 'roles', '__proto__', 'constructor', 'surprise', 'a\u0000b'), hostile).map(([at, name, value]): Spoiler => (shot) => ({ ...shot, body: extended(shot.body, at, name, value) })) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(BODY_SPOILERS)).map((name): Spoiler => (shot) => ({ ...shot, spoiled: name })) },
  );
  const ofPath = fc.tuple(place, fc.constantFrom(...HOSTILE_SEGMENTS), fc.boolean()).map(([n, segment, whole]): Spoiler => (shot) => ({ ...shot, path: spoiledPath(template, n, segment, whole) }));
  const ofQuery = fc.tuple(fc.constantFrom(...query.map(({ name }) => name), 'surprise', 'limit', '__proto__', 'sort', 'fields[]'), fc.constantFrom(...HOSTILE_QUERY), fc.boolean()).map(
    ([name, value, twice]): Spoiler => (shot) => ({ ...shot, query: [...shot.query.filter(([one]) => one !== name || twice), [name, value]] }),
  );
  const ofHeaders = fc.constantFrom(...HOSTILE_HEADERS).map((given): Spoiler => (shot) => ({ ...shot, headers: { ...shot.headers, ...given } }));
  const ofMethod = fc.constantFrom('PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS', 'HEAD', 'TRACE', 'PURGE').map((other): Spoiler => (shot) => ({ ...shot, method: other }));
  return fc.oneof(
    { weight: body ? 12 : 0, arbitrary: ofBody },
    { weight: template.includes('{') ? 2 : 0, arbitrary: ofPath },
    { weight: method === 'GET' ? 5 : 1, arbitrary: ofQuery },
    { weight: 2, arbitrary: ofHeaders },
    { weight: 1, arbitrary: ofMethod },
  );
}

function spoiledPath(template: string, n: number, segment: string, whole: boolean): string {
  if (!whole) {
    const places = [...template.matchAll(/\{\w+\}/g)];
    const at = places[n % places.length];
    return at ? `${template.slice(0, at.index)}${segment}${template.slice(at.index + at[0].length)}` : template;
  }
  const ways = [`${template}/`, `/${template}`, template.toUpperCase(), template.replace('/v1', '/v1/.'), template.replace('/v1', '/v2'), `${template}/${segment}`, template.replace('/v1/', '/v1//'), `${template}%20`, `${template};a=b`, `${template}#x`];
  return ways[n % ways.length] ?? template;
}

/** Every place of a body, the whole of it among them. */
function placesIn(value: Json, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...at, Array.isArray(value) ? Number(name) : name]))];
}

function changed(body: Json, n: number, change: (old: Json) => Json): Json {
  const places = placesIn(body);
  return at(body, places[n % places.length] ?? [], change);
}

function at(value: Json, path: (string | number)[], change: (old: Json) => Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  if (Array.isArray(value)) return value.flatMap((inner, n) => (n === first ? [at(inner, rest, change)].filter((one) => one !== undefined) : [inner]));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === first ? at(inner, rest, change) : inner]));
}

function extended(body: Json, n: number, name: string, value: Json): Json {
  const places = placesIn(body);
  return at(body, places[n % places.length] ?? [], (old) => (typeof old === 'object' && old !== null && !Array.isArray(old) ? Object.fromEntries([...Object.entries(old), [name, value]]) : old));
}
