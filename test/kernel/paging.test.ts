import 'reflect-metadata';
import * as fc from 'fast-check';
import { cursorKey, DEFAULT_LIMIT, pageFrom, pageOf, type Page, type PageQuery } from '../../src/platform/http/paging.js';

interface Row {
  name: string;
  id: string;
}

const isText = (member: unknown): boolean => typeof member === 'string';
const keyOf = ({ name, id }: Row) => [name, id] as const;
const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** What a statement with `order by name, id` and a keyset condition returns: one row more than the page holds. */
function select(rows: readonly Row[], query: PageQuery): Row[] {
  const [name, id] = (cursorKey(query, [isText, isText]) ?? []) as string[];
  const after = name === undefined || id === undefined ? rows : rows.filter((row) => row.name > name || (row.name === name && row.id > id));
  return after.slice(0, (query.limit ?? DEFAULT_LIMIT) + 1);
}

const page = (rows: readonly Row[], query: PageQuery): Page<string> => pageFrom(select(rows, query), query, keyOf, ({ id }) => id);

describe('a page', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({ name: 'Ada', id: String(i).padStart(3, '0') }));

  it('holds 50 unless told', () => {
    const first = page(rows, {});
    expect(first.items).toHaveLength(50);
    expect(page(rows, { cursor: first.nextCursor ?? '' })).toEqual({ items: rows.slice(50).map(({ id }) => id), nextCursor: null });
  });

  it('that is exactly full is the last when nothing follows', () => {
    expect(page(rows.slice(0, 50), {}).nextCursor).toBeNull();
    expect(page(rows.slice(0, 51), {}).nextCursor).not.toBeNull();
  });

  it('of nothing is empty', () => {
    expect(page([], {})).toEqual({ items: [], nextCursor: null });
  });

  it('follows page by page to every row, once, in order', () => {
    const row = fc.record({ name: fc.constantFrom('Ada', 'Zoë', '山田', 'O’Neill "x"', ''), id: fc.uuid() });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (unsorted, limit) => {
        const sorted = [...unsorted].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const next: Page<string> = page(sorted, { limit, ...(cursor !== null && { cursor }) });
          seen.push(...next.items);
          cursor = next.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual(sorted.map(({ id }) => id));
      }),
    );
  });

  it('of one class is described once', () => {
    class PatientView {
      id: string;
    }
    expect(pageOf(PatientView)).toBe(pageOf(PatientView));
    expect(pageOf(PatientView).name).toBe('PatientViewPage');
  });
});

describe('a cursor', () => {
  it('that is absent starts at the beginning', () => {
    expect(cursorKey({}, [isText])).toBeUndefined();
  });

  it.each([
    ['is empty', ''],
    ['is not base64', '%%%'],
    ['is not JSON', encoded('Ada')],
    ['is no list', encoded({ 0: 'Ada', 1: 'x' })],
    ['is null', encoded(null)],
    ['has a member too few', encoded(['Ada'])],
    ['has a member too many', encoded(['Ada', 'x', 'y'])],
    ['has members of another type', encoded(['Ada', { id: 'x' }])],
    ['belongs to another list', encoded([1, 2])],
  ])('is refused when it %s', (_how, cursor) => {
    expect(() => cursorKey({ cursor }, [isText, isText])).toThrow(
      expect.objectContaining({ kind: 'invalid', errors: [expect.objectContaining({ pointer: '/cursor', code: 'invalid-cursor' })] }),
    );
  });
});
