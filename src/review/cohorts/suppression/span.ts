/** A prime below 2^26: products of two residues stay exact. */
const PRIME = 67_108_859;

type Row = Float64Array;

/**
 * What can be worked out by adding and subtracting the totals one knows. A total is a set of columns; secrets are sets
 * whose totals must not follow. Exact arithmetic modulo a prime: what follows over the fractions follows here too.
 */
export class Span {
  /** Known totals in echelon form, by their leading column. */
  readonly #rows = new Map<number, Row>();
  /** What is left of each secret once all that is known is taken from it; nothing is left of one that is out. */
  #secrets: Row[] = [];

  constructor(readonly columns: number) {}

  /** Notes totals that must not follow from what is learnt from now on. */
  keepSecret(sets: Iterable<readonly number[]>): void {
    for (const set of sets) {
      const rest = this.#rest(set);
      if (leadOf(rest) !== -1) this.#secrets.push(rest);
    }
  }

  /** Whether the total follows from what is known already. */
  reveals(set: readonly number[]): boolean {
    return leadOf(this.#rest(set)) === -1;
  }

  /** Learns a total unless a secret would follow from it. @returns whether it was learnt */
  learnSafely(set: readonly number[]): boolean {
    const rest = this.#rest(set);
    const lead = leadOf(rest);
    if (lead === -1) return true;
    scale(rest, inverse(rest[lead] ?? 1));
    if (this.#secrets.some((secret) => isMultiple(secret, rest, lead))) return false;
    this.#rows.set(lead, rest);
    for (const secret of this.#secrets) subtract(secret, secret[lead] ?? 0, rest);
    return true;
  }

  /** Learns a total, come what may. */
  learn(set: readonly number[]): void {
    const secrets = this.#secrets;
    this.#secrets = [];
    this.learnSafely(set);
    this.#secrets = secrets;
  }

  /** The set less all that is known of it: the same whatever way it is taken, since known rows hold no other's lead. */
  #rest(set: readonly number[]): Row {
    const row = new Float64Array(this.columns);
    for (const column of set) row[column] = 1;
    for (let column = 0; column < this.columns; column += 1) {
      const factor = row[column] ?? 0;
      const known = factor === 0 ? undefined : this.#rows.get(column);
      if (known) subtract(row, factor, known);
    }
    return row;
  }
}

const leadOf = (row: Row): number => row.findIndex((value) => value !== 0);

function subtract(row: Row, factor: number, other: Row): void {
  if (factor === 0) return;
  for (let column = 0; column < row.length; column += 1) row[column] = ((row[column] ?? 0) + (PRIME - factor) * (other[column] ?? 0)) % PRIME;
}

function scale(row: Row, factor: number): void {
  for (let column = 0; column < row.length; column += 1) row[column] = ((row[column] ?? 0) * factor) % PRIME;
}

/** Whether `row` is `other`, whose lead is 1, times a number other than 0. */
function isMultiple(row: Row, other: Row, lead: number): boolean {
  const factor = row[lead] ?? 0;
  return factor !== 0 && row.every((value, column) => value === (factor * (other[column] ?? 0)) % PRIME);
}

/** By Fermat's little theorem. */
function inverse(of: number): number {
  let [result, square] = [1, of];
  for (let rest = PRIME - 2; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
