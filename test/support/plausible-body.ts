import type { Json } from './caller.js';

/** Ids by field name; a body that names real rows gets further than one that does not. */
export type KnownIds = Record<string, string>;

/** A body that the document allows, from its own schemas: what is required and most of what is not. */
export function plausibleBody(schema: Json, schemas: Json, ids: KnownIds): Json {
  return Object.fromEntries(Object.entries((schema.properties ?? {}) as Json).map(([name, of]) => [name, plausible(name, of, schemas, ids)]));
}

function plausible(name: string, given: Json, schemas: Json, ids: KnownIds): Json {
  const schema = given.$ref ? schemas[given.$ref.split('/').at(-1)] : (given.allOf?.[0] ?? given.anyOf?.[0] ?? given);
  if (schema.$ref) return plausible(name, schema, schemas, ids);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.enum) return schema.enum[0];
  if (type === 'array') return [plausible(name, schema.items, schemas, ids)];
  if (type === 'object') return schema.properties ? plausibleBody(schema, schemas, ids) : {};
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return false;
  return text(name, schema, ids);
}

function text(name: string, schema: Json, ids: KnownIds): string {
  if (schema.format === 'uuid') return ids[name] ?? '01900000-0000-7000-8000-0000000000ff';
  if (schema.format === 'date') return /resolved|ended|stopped|to$/i.test(name) ? '2030-03-04' : '2030-03-01';
  if (schema.format === 'date-time') return /ends|to$/i.test(name) ? '2030-03-04T14:30:00Z' : '2030-03-04T13:45:00Z';
  if (schema.format === 'email') return 'somebody@test.example';
  const special: Record<string, string> = { opens: '08:00', closes: '18:00', from: '08:00', to: '12:00', icd10: 'G62.9', timeZone: 'Europe/Berlin', phone: '+1 555', preferredLanguage: 'en', code: 'some-code', measure: 'phq-9', preferredTimes: '09:00', rule: 'S05' };
  return special[name] ?? 'plausible';
}
