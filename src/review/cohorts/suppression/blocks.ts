import { SMALLEST_GROUP } from './decide-groups.js';

/** Neighbours of a ranking taken together: their mean stands for each of them. */
export interface Block {
  readonly mean: number;
  readonly n: number;
}

/**
 * Values from the highest to the lowest, in blocks of at least `smallest` neighbours and as even as can be, so that a picture
 * made of them shows the shape of a group and no single patient (microaggregation: Domingo-Ferrer & Mateo-Sanz 2002 IEEE
 * Trans Knowl Data Eng 14:189). Nothing for fewer than `smallest` values.
 *
 * @param bins value → how many have it
 * @param most blocks at most
 */
export function blocksOf(bins: ReadonlyMap<number, number>, most: number, smallest = SMALLEST_GROUP): Block[] {
  const total = [...bins.values()].reduce((sum, n) => sum + n, 0);
  const blocks = Math.min(most, Math.floor(total / smallest));
  const sizes = Array.from({ length: blocks }, (_unused, index) => Math.floor(total / blocks) + (index < total % blocks ? 1 : 0));
  const values = [...bins].sort(([a], [b]) => b - a).map(([value, n]) => ({ value, left: n }));
  let at = 0;
  return sizes.map((n) => {
    let [sum, missing] = [0, n];
    while (missing > 0) {
      const next = values[at];
      if (!next) throw new RangeError('fewer values than were counted');
      const taken = Math.min(missing, next.left);
      sum += taken * next.value;
      missing -= taken;
      next.left -= taken;
      if (next.left === 0) at += 1;
    }
    return { mean: sum / n, n };
  });
}
