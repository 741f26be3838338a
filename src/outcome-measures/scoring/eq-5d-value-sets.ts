export const DIMENSIONS = ['mobility', 'self-care', 'usual-activities', 'pain', 'anxiety'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** What levels 2, 3, 4 and 5 of each dimension take from full health. */
export type Decrements = Readonly<Record<Dimension, readonly [number, number, number, number]>>;

/** Which values made an index; kept with the score. */
export interface ValueSetName {
  readonly code: string;
  readonly version: string;
  readonly name: string;
  readonly country: string;
  readonly source: string;
}

export interface ValueSet extends ValueSetName {
  readonly decrements: Decrements;
  /** Taken once from every state but full health; 0 unless given. */
  readonly constant?: number;
}

/** Seen in a public table that cites the papers (EQ-5D value tables), not in the papers themselves. The first is the default. */
const US: ValueSet = {
  code: 'us',
  version: '2019',
  name: 'United States',
  country: 'United States',
  source: 'Pickard 2019 Value Health 22:931',
  decrements: {
    mobility: [0.096, 0.122, 0.237, 0.322],
    'self-care': [0.089, 0.107, 0.22, 0.261],
    'usual-activities': [0.068, 0.101, 0.255, 0.255],
    pain: [0.06, 0.098, 0.318, 0.414],
    anxiety: [0.057, 0.123, 0.299, 0.321],
  },
};

const ENGLAND: ValueSet = {
  code: 'england',
  version: '2018',
  name: 'England',
  country: 'England',
  source: 'Devlin 2018 Health Econ 27:7',
  decrements: {
    mobility: [0.058, 0.076, 0.207, 0.274],
    'self-care': [0.05, 0.08, 0.164, 0.203],
    'usual-activities': [0.05, 0.063, 0.162, 0.184],
    pain: [0.063, 0.084, 0.276, 0.335],
    anxiety: [0.078, 0.104, 0.285, 0.289],
  },
};

const GERMANY: ValueSet = {
  code: 'germany',
  version: '2018',
  name: 'Germany',
  country: 'Germany',
  source: 'Ludwig 2018 Pharmacoeconomics 36:663',
  decrements: {
    mobility: [0.026, 0.042, 0.139, 0.224],
    'self-care': [0.05, 0.056, 0.169, 0.26],
    'usual-activities': [0.036, 0.049, 0.129, 0.209],
    pain: [0.057, 0.109, 0.404, 0.612],
    anxiety: [0.03, 0.082, 0.244, 0.356],
  },
};

/** The sets that the product brings; a clinic adds those of its country. */
export const VALUE_SETS: readonly ValueSet[] = [US, ENGLAND, GERMANY];

export const DEFAULT_VALUE_SET = US;

/** The index of a profile of five levels (1 to 5, in the order of `DIMENSIONS`): 1 less the decrements. */
export function indexOf({ decrements, constant = 0 }: Pick<ValueSet, 'decrements' | 'constant'>, levels: readonly number[]): number {
  const lost = DIMENSIONS.reduce((total, dimension, index) => {
    const level = levels[index] ?? 1;
    return total + (level === 1 ? 0 : (decrements[dimension][level - 2] ?? 0));
  }, levels.every((level) => level === 1) ? 0 : constant);
  // Published sets have at most six decimals; without this 1 − 0.319 would carry binary dust into every comparison.
  return Math.round((1 - lost) * 1_000_000) / 1_000_000;
}

export interface ValueSetIssue {
  readonly pointer: string;
  readonly code: 'told-twice' | 'missing' | 'better-than-the-level-before';
  readonly message: string;
}

export interface Coefficient {
  readonly dimension: Dimension;
  readonly level: number;
  readonly decrement: number;
}

/** The table of twenty coefficients, and what is wrong with it: one missing, told twice, or a worse level that takes less. */
export function decrementsOf(coefficients: readonly Coefficient[]): { readonly decrements: Decrements; readonly issues: readonly ValueSetIssue[] } {
  const place = (dimension: string, level: number): number => coefficients.findIndex((one) => one.dimension === dimension && one.level === level);
  const issues = coefficients.flatMap(({ dimension, level, decrement }, index): ValueSetIssue[] => {
    if (place(dimension, level) < index) return [{ pointer: `/coefficients/${index}`, code: 'told-twice', message: 'is told twice' }];
    const before = level === 2 ? 0 : (coefficients[place(dimension, level - 1)]?.decrement ?? 0);
    if (decrement >= before) return [];
    return [{ pointer: `/coefficients/${index}/decrement`, code: 'better-than-the-level-before', message: `must not be less than that of level ${level - 1}` }];
  });
  const missing = DIMENSIONS.flatMap((dimension) => LEVELS.filter((level) => place(dimension, level) < 0).map((level): ValueSetIssue => (
    { pointer: '/coefficients', code: 'missing', message: `lacks level ${level} of ${dimension}` })));
  const of = (dimension: Dimension): Decrements[Dimension] => {
    const [second = 0, third = 0, fourth = 0, fifth = 0] = LEVELS.map((level) => coefficients[place(dimension, level)]?.decrement);
    return [second, third, fourth, fifth];
  };
  const decrements = { mobility: of('mobility'), 'self-care': of('self-care'), 'usual-activities': of('usual-activities'), pain: of('pain'), anxiety: of('anxiety') };
  return { decrements, issues: [...issues, ...missing] };
}

const LEVELS = [2, 3, 4, 5] as const;
