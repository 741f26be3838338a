/** A prime below 2^26: products of two residues stay exact. */
const PRIME = 67_108_859;

/**
 * The span of sets of cells: which further sets follow from those known by adding and subtracting their totals.
 * Exact arithmetic modulo a prime; what lies in the span over the fractions lies in it here too (all entries are 0 or 1).
 */
export class Span {
  /** Rows in echelon form by their leading column. */
  readonly #rows = new Map<number, Float64Array>();

  constructor(readonly columns: number) {}

  /** Learns the total over a set of columns. */
  learn(set: readonly number[]): void {
    const row = this.#reduced(set);
    const lead = row.findIndex((value) => value !== 0);
    if (lead === -1) return;
    const inverse = power(row[lead] ?? 1, PRIME - 2);
    for (let column = lead; column < this.columns; column += 1) row[column] = ((row[column] ?? 0) * inverse) % PRIME;
    this.#rows.set(lead, row);
  }

  /** Whether the total over a set follows from what was learnt. */
  reveals(set: readonly number[]): boolean {
    return this.#reduced(set).every((value) => value === 0);
  }

  #reduced(set: readonly number[]): Float64Array {
    const row = new Float64Array(this.columns);
    for (const column of set) row[column] = 1;
    for (let column = 0; column < this.columns; column += 1) {
      const factor = row[column] ?? 0;
      const known = factor === 0 ? undefined : this.#rows.get(column);
      if (!known) continue;
      for (let at = column; at < this.columns; at += 1) row[at] = ((row[at] ?? 0) + (PRIME - factor) * (known[at] ?? 0)) % PRIME;
    }
    return row;
  }
}

function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
