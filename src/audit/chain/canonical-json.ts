/**
 * One text for one value, whatever order its keys came in: JSON by RFC 8785. Keys are sorted by UTF-16 code units;
 * numbers and strings are written as ECMAScript writes them, which is what the RFC prescribes.
 *
 * @throws TypeError on what JSON cannot say exactly: undefined, NaN, infinities, bigint, functions, lone surrogates,
 * objects of a class
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return string(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value).join(',')}}`;
  throw new TypeError(`${typeof value === 'object' ? 'an object of a class' : typeof value} has no canonical JSON`);
}

function members(object: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(object)
    .sort(byCodeUnits)
    .map((key) => `${string(key)}:${canonicalJson(object[key])}`);
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON`);
  return JSON.stringify(value);
}

function string(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new TypeError('a lone surrogate has no canonical JSON');
  return JSON.stringify(value);
}

/** In unicode mode a pair is one character, so that only half of one is a surrogate. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The order of `<` on strings is that of UTF-16 code units, in every locale. */
function byCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
