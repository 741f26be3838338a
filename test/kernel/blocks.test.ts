import fc from 'fast-check';
import { blocksOf } from '../../src/review/cohorts/suppression/index.js';

const histogram = fc.dictionary(fc.integer({ min: -100, max: 100 }).map(String), fc.integer({ min: 1, max: 30 })).map((bins) => new Map(Object.entries(bins).map(([value, n]) => [Number(value), n])));

describe('blocks of neighbours', () => {
  it('are worked out by hand', () => {
    // Eleven in two blocks: six and five. 50 50 40 40 40 30 | 30 10 0 0 -20
    expect(blocksOf(new Map([[50, 2], [40, 3], [30, 2], [10, 1], [0, 2], [-20, 1]]), 80)).toEqual([{ n: 6, mean: 250 / 6 }, { n: 5, mean: 20 / 5 }]);
    expect(blocksOf(new Map([[50, 4]]), 80)).toEqual([]);
    expect(blocksOf(new Map(), 80)).toEqual([]);
  });

  it('never hold fewer than five, lose nobody, keep the sum and the order, and are as many as allowed at most', () => {
    fc.assert(
      fc.property(histogram, fc.integer({ min: 1, max: 80 }), (bins, most) => {
        const blocks = blocksOf(bins, most);
        const total = [...bins.values()].reduce((sum, n) => sum + n, 0);
        if (total < 5) return blocks.length === 0;
        const sum = [...bins].reduce((all, [value, n]) => all + value * n, 0);
        return (
          blocks.length <= most && blocks.every(({ n }) => n >= 5) && blocks.reduce((all, { n }) => all + n, 0) === total &&
          Math.abs(blocks.reduce((all, { n, mean }) => all + n * mean, 0) - sum) < 1e-6 &&
          blocks.every(({ mean }, index) => index === 0 || mean <= (blocks[index - 1]?.mean ?? 0) + 1e-9)
        );
      }),
    );
  });
});
