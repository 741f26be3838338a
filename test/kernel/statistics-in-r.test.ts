import { readFileSync } from 'node:fs';
import { Matrix, QrDecomposition } from 'ml-matrix';
import { ancova, exactBinomialInterval, exactPoissonInterval, meanInterval, momentsOf, wilsonInterval, type Interval } from '../../src/review/statistics/index.js';

type Ends = [number, number];
interface Fixtures {
  source: string;
  proportions: { successes: number; total: number; confidence: number; wilson: Ends; exact: Ends }[];
  rates: { events: number; exposure: number; confidence: number; interval: Ends }[];
  means: { name: string; values: number[]; confidence: number; interval: Ends }[];
  covariance: Covariance[];
}
interface Covariance {
  name: string;
  baseline: number[];
  current: number[];
  first: boolean[];
  confidence: number;
  difference: Ends;
  interval: Ends;
  p: [number];
  slope: [number];
  residualDeviation: [number];
  adjustedMeans: Ends;
  slopeTest: Ends;
}

/** What R computed; `fixtures/statistics.r` computes it again. */
const inR = JSON.parse(readFileSync(new URL('fixtures/statistics.json', import.meta.url), 'utf8')) as Fixtures;

/** Equal to six significant digits, whatever the size. */
function expectSixDigits(actual: readonly (number | undefined)[], expected: readonly number[]): void {
  expect(actual.map((value) => Number(value?.toPrecision(6)))).toEqual(expected.map((value) => Number(value.toPrecision(6))));
}
const ends = (interval: Interval | null): number[] => (interval ? [interval.lower, interval.upper] : []);

describe(`equal to ${inR.source.slice(0, 15)} in six digits`, () => {
  it.each(inR.proportions)('$successes of $total', ({ successes, total, confidence, wilson, exact }) => {
    expectSixDigits(ends(wilsonInterval(successes, total, confidence)), wilson);
    expectSixDigits(ends(exactBinomialInterval(successes, total, confidence)), exact);
  });

  it.each(inR.rates)('$events events in $exposure', ({ events, exposure, confidence, interval }) =>
    expectSixDigits(ends(exactPoissonInterval(events, exposure, confidence)), interval));

  it.each(inR.means)('mean of $name', ({ values, confidence, interval }) => expectSixDigits(ends(meanInterval(values, confidence)), interval));

  it.each(inR.covariance)('$name', (data) => {
    const [one, other] = groups(data);
    const found = ancova(momentsOf(one), momentsOf(other), data.confidence);
    expectSixDigits([found?.difference, found?.standardError], data.difference);
    expectSixDigits(ends(found?.interval ?? null), data.interval);
    expectSixDigits([found?.p, found?.slope, found?.residualDeviation], [...data.p, ...data.slope, ...data.residualDeviation]);
    expectSixDigits(found?.adjustedMeans ?? [], data.adjustedMeans);
    expectSixDigits([found?.slopeTest?.f, found?.slopeTest?.p], data.slopeTest);
  });
});

describe('analysis of covariance', () => {
  it.each(inR.covariance)('is the least squares solution of $name by QR', (data) => {
    const design = new Matrix(data.baseline.map((baseline, row) => [1, baseline, data.first[row] ? 1 : 0]));
    const solution = new QrDecomposition(design).solve(Matrix.columnVector(data.current)).to1DArray();
    const [one, other] = groups(data);
    const found = ancova(momentsOf(one), momentsOf(other));
    expectSixDigits([found?.slope, found?.difference], solution.slice(1));
  });

  it('has none of too little', () => {
    const flat = momentsOf([{ baseline: 5, current: 1 }, { baseline: 5, current: 2 }]);
    const three = momentsOf([{ baseline: 1, current: 1 }, { baseline: 2, current: 3 }, { baseline: 4, current: 3 }]);
    expect([ancova(flat, flat), ancova(three, { ...flat, n: 0 }), ancova({ ...three, n: 2 }, { ...flat, n: 1 })]).toEqual([null, null, null]);
    expect(ancova(three, { ...flat, n: 1 })?.slopeTest).toBeNull();
  });
});

type Pairs = { baseline: number; current: number }[];
function groups({ baseline, current, first }: Covariance): [Pairs, Pairs] {
  const pairs = baseline.map((value, row) => ({ baseline: value, current: current[row] ?? NaN, first: first[row] }));
  return [pairs.filter((pair) => pair.first), pairs.filter((pair) => !pair.first)];
}
