import fc from 'fast-check';
import { contains, intersect, merge, overlaps, subtract, totalMs, type Interval } from '../../src/scheduling/planner/intervals.js';

const span = (startMs: number, endMs: number): Interval => ({ startMs, endMs });
const HORIZON = 24;

/** Short spans on a short line, empty ones among them, so that touching and nesting are common. */
const anySpans = fc.array(
  fc.tuple(fc.integer({ min: 0, max: HORIZON }), fc.integer({ min: 0, max: 6 })).map(([startMs, length]) => span(startMs, Math.min(HORIZON, startMs + length))),
  { maxLength: 8 },
);

/** The moments that intervals cover, one by one: the plainest way to say what they mean. */
const moments = (intervals: readonly Interval[]): number[] =>
  Array.from({ length: HORIZON }, (_unused, at) => at).filter((at) => intervals.some(({ startMs, endMs }) => startMs <= at && at < endMs));

const isTidy = (intervals: readonly Interval[]): boolean =>
  intervals.every(({ startMs, endMs }, index) => startMs < endMs && (index === 0 || (intervals[index - 1]?.endMs ?? Infinity) < startMs));

describe('half-open intervals', () => {
  it('lets one begin where another ends', () => {
    expect(overlaps(span(0, 10), span(10, 20))).toBe(false);
    expect(overlaps(span(0, 10), span(9, 20))).toBe(true);
    expect(overlaps(span(0, 20), span(5, 6))).toBe(true);
  });

  it('holds what reaches to its very ends, and nothing beyond', () => {
    expect(contains(span(0, 10), span(0, 10))).toBe(true);
    expect(contains(span(0, 10), span(0, 11))).toBe(false);
    expect(contains(span(1, 10), span(0, 10))).toBe(false);
  });

  it('makes one of those that touch', () => {
    expect(merge([span(10, 20), span(0, 10), span(5, 5), span(25, 30)])).toEqual([span(0, 20), span(25, 30)]);
  });

  it('takes a hole out of the middle, and an edge off the end', () => {
    expect(subtract([span(0, 10)], [span(4, 6)])).toEqual([span(0, 4), span(6, 10)]);
    expect(subtract([span(0, 10)], [span(8, 12), span(0, 1)])).toEqual([span(1, 8)]);
    expect(subtract([span(0, 10)], [span(0, 10)])).toEqual([]);
  });

  it('leaves what it was given as it was', () => {
    const given = [span(5, 9), span(0, 6)];
    merge(given);
    subtract(given, [span(1, 2)]);
    expect(given).toEqual([span(5, 9), span(0, 6)]);
  });
});

describe('sets of intervals, moment by moment', () => {
  it('cover the same moments after merging, in order and apart', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const merged = merge(spans);
        expect(moments(merged)).toEqual(moments(spans));
        expect(isTidy(merged)).toBe(true);
        expect(totalMs(spans)).toBe(moments(spans).length);
      }),
      { numRuns: 500 },
    );
  });

  it('intersect in the moments of both and subtract to the moments of one alone', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (some, others) => {
        const [inSome, inOthers] = [moments(some), moments(others)];
        expect(moments(intersect(some, others))).toEqual(inSome.filter((at) => inOthers.includes(at)));
        expect(moments(subtract(some, others))).toEqual(inSome.filter((at) => !inOthers.includes(at)));
        expect(isTidy(intersect(some, others))).toBe(true);
        expect(isTidy(subtract(some, others))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
