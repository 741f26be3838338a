import { InvalidRequest, Refusal } from '../errors/refusal.js';

/** Enough for any request of ours; deeper bodies are built to exhaust a stack. */
const MAXIMUM_DEPTH = 24;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A JSON body as the service accepts it: strict UTF-8 without a byte order mark, at most 24 levels deep, no NUL
 * character and no lone surrogate in any key or text (PostgreSQL can store neither), no key that every object has
 * already (`__proto__`, `constructor`, `toString`).
 * Of repeated keys the last one counts, as in JSON.parse.
 * @throws Refusal 400
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    throw new InvalidRequest([], 'malformed-json', 'The body is not JSON in UTF-8.');
  }
  inspect(value, '', 0);
  return value;
}

function inspect(value: unknown, pointer: string, depth: number): void {
  if (depth > MAXIMUM_DEPTH) throw new InvalidRequest([{ pointer: pointer.slice(0, 200), code: 'too-deep', message: `is nested deeper than ${MAXIMUM_DEPTH} levels` }]);
  if (typeof value === 'string') return inspectText(value, pointer);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new InvalidRequest([{ pointer, code: 'out-of-range', message: 'is too large a number' }]);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = `${pointer}/${key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key in Object.prototype || key === 'prototype') {
      throw new InvalidRequest([{ pointer: at, code: 'unknown-field', message: 'is not a field of this request' }]);
    }
    inspectText(key, pointer);
    inspect(member, at, depth + 1);
  }
}

function inspectText(text: string, pointer: string): void {
  if (text.includes('\u0000') || !isWellFormed(text)) {
    throw new InvalidRequest([{ pointer, code: 'unstorable-text', message: 'contains a NUL character or half a character' }]);
  }
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

/** 415 unless the body says it is JSON in UTF-8. */
export function refuseOtherMedia(contentType: string | undefined): void {
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '');
  if (type !== 'application/json' || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') || parameters.some((p) => !p.startsWith('charset='))) {
    throw new Refusal('unsupported-media', 'unsupported-media-type', 'Send the body as application/json in UTF-8.');
  }
}
