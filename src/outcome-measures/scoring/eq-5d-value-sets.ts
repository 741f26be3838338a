export const DIMENSIONS = ['mobility', 'self-care', 'usual-activities', 'pain', 'anxiety'] as const;

type Dimension = (typeof DIMENSIONS)[number];

/** What levels 2, 3, 4 and 5 of each dimension take from full health. */
export type Decrements = Readonly<Record<Dimension, readonly [number, number, number, number]>>;

/** Seen in a public table that cites the papers (EQ-5D value tables), not in the papers themselves. */
export const VALUE_SETS: ReadonlyMap<string, { readonly decrements: Decrements; readonly source: string }> = new Map([
  [
    'us',
    {
      source: 'Pickard 2019 Value Health 22:931',
      decrements: {
        mobility: [0.096, 0.122, 0.237, 0.322],
        'self-care': [0.089, 0.107, 0.22, 0.261],
        'usual-activities': [0.068, 0.101, 0.255, 0.255],
        pain: [0.06, 0.098, 0.318, 0.414],
        anxiety: [0.057, 0.123, 0.299, 0.321],
      },
    },
  ],
  [
    'england',
    {
      source: 'Devlin 2018 Health Econ 27:7',
      decrements: {
        mobility: [0.058, 0.076, 0.207, 0.274],
        'self-care': [0.05, 0.08, 0.164, 0.203],
        'usual-activities': [0.05, 0.063, 0.162, 0.184],
        pain: [0.063, 0.084, 0.276, 0.335],
        anxiety: [0.078, 0.104, 0.285, 0.289],
      },
    },
  ],
  [
    'germany',
    {
      source: 'Ludwig 2018 Pharmacoeconomics 36:663',
      decrements: {
        mobility: [0.026, 0.042, 0.139, 0.224],
        'self-care': [0.05, 0.056, 0.169, 0.26],
        'usual-activities': [0.036, 0.049, 0.129, 0.209],
        pain: [0.057, 0.109, 0.404, 0.612],
        anxiety: [0.03, 0.082, 0.244, 0.356],
      },
    },
  ],
]);

/** The index of a profile of five levels (1 to 5, in the order of `DIMENSIONS`): 1 less the decrements. */
export function indexOf(decrements: Decrements, levels: readonly number[]): number {
  const lost = DIMENSIONS.reduce((total, dimension, index) => {
    const level = levels[index] ?? 1;
    return total + (level === 1 ? 0 : (decrements[dimension][level - 2] ?? 0));
  }, 0);
  // The sets have three decimals; without this 1 − 0.319 would carry binary dust into every comparison.
  return Math.round((1 - lost) * 1000) / 1000;
}
