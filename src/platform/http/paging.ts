import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { invalid } from '../errors/refusal.js';
import { Text, Whole } from './fields.js';

/** Query numbers arrive as text; anything but plain digits stays text and is refused by the field's own rule. */
export const FromText = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value));

/** Query flags arrive as `true` or `false`. */
export const FlagFromText = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** Every list takes these two. */
export class PageQuery {
  @FromText()
  @Whole({ optional: true, minimum: 1, maximum: 200, description: 'How many at most; 50 unless told.' })
  limit?: number;

  @Text({ optional: true, maximum: 500, description: 'The `nextCursor` of the page before.' })
  cursor?: string;
}

export const DEFAULT_LIMIT = 50;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const pages = new Map<object, new () => Page<unknown>>();

/** The class that describes a page of `item` in the reference. */
export function pageOf<T extends object>(item: new () => T): new () => Page<T> {
  let page = pages.get(item);
  if (!page) {
    class PageOf {
      items: unknown[];
      nextCursor: string | null;
    }
    ApiProperty({ type: item, isArray: true, required: true })(PageOf.prototype, 'items');
    ApiProperty({ type: String, nullable: true, required: true })(PageOf.prototype, 'nextCursor');
    Object.defineProperty(PageOf, 'name', { value: `${item.name}Page` });
    page = PageOf;
    pages.set(item, page);
  }
  return page as new () => Page<T>;
}

/**
 * Cuts a page from `limit + 1` rows read in keyset order.
 * @param keyOf the sort key of a row, ending in its id, exactly what the next statement compares with
 */
export function pageFrom<R, T>(rows: readonly R[], query: PageQuery, keyOf: (row: R) => readonly (string | number | null)[], view: (row: R) => T): Page<T> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const nextCursor = last === undefined ? null : Buffer.from(JSON.stringify(keyOf(last))).toString('base64url');
  return { items: rows.slice(0, limit).map(view), nextCursor };
}

/**
 * The sort key after which a page starts; undefined for the first page.
 * @param check one test per member: what a client sends back is still input
 * @throws InvalidRequest `invalid-cursor`
 */
export function cursorKey(query: PageQuery, check: readonly ((member: unknown) => boolean)[]): unknown[] | undefined {
  if (query.cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(query.cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === check.length && check.every((passes, i) => passes(key[i]))) return key;
  } catch {
    // Falls through to the refusal.
  }
  throw invalid('/cursor', 'invalid-cursor', 'is not a cursor of this list');
}
