import { seen } from '../../audit/index.js';
import { invalid } from '../../platform/errors/refusal.js';
import type { Work } from '../../platform/database/work.js';
import { ancova, numberNeededToTreat, USUAL_CONFIDENCE, type AdjustedComparison } from '../statistics/index.js';
import { divisionOf, groupsOf, shownGroups } from './asked-groups.js';
import { cohortCells, mergeCells, versionsOf } from './cohort-cells.js';
import type { AdjustedDifference, CohortComparison, ComparedGroup, ComparisonQuery, NumberNeeded } from './comparison.dto.js';
import type { DimensionName } from './dimensions.js';
import { askedMeasure, questionOf, versionWords } from './outcomes.js';
import { proportion, rounded, roundedInterval, roundedProbability } from './proportion.js';

const ASSUMPTIONS = [
  'Analysis of covariance: the score at the moment on baseline and group, by least squares, for those with both scores.',
  'The baseline matters alike in both groups: slopeTest tests that. Scatter about the lines is alike and near normal; with thirty or more a group that matters little.',
  'Patients chose, or were given, their group for reasons that are not in the model: the difference is of groups, not an effect of treatment as in a trial.',
  'Those without a score are left out; they may differ from the others.',
];

type Side = ReturnType<typeof mergeCells> & { value: string };

/** Two groups at the same baseline. @throws InvalidRequest when a group is compared with itself */
export async function cohortComparison(work: Work, query: ComparisonQuery): Promise<CohortComparison> {
  const { instrument, moment, at } = askedMeasure(query);
  if (query.first === query.second) throw invalid('/second', 'same-group', 'is the first group itself');
  const by = query.by as DimensionName;
  const division = divisionOf({ ...query, groupBy: by });
  const cells = await cohortCells(work, await questionOf(work, query.measure, moment, division), instrument);
  seen(work, { action: 'cohort.read', subject: { type: 'cohort' } });
  const mayWhole = shownGroups(cells, division, ({ n }) => n);
  const mayObserved = shownGroups(cells, division, ({ observed }) => observed.n);
  const groups = groupsOf(cells, division);
  const [first, second] = [query.first, query.second].map((value): Side | undefined => {
    const group = groups.find(({ key }) => key[by] === value);
    return group && mayWhole(group.whole) && mayObserved(group.whole) ? { value, ...mergeCells(group.cells) } : undefined;
  });
  const shared = { measure: query.measure, direction: instrument.direction, at, window: moment.inWords, by, assumptions: ASSUMPTIONS };
  if (!first || !second) return { ...shared, measureVersions: [], suppressed: true, first: null, second: null, adjusted: null, numberNeeded: null, multipleComparisons: null };
  const pairs = (groups.length * (groups.length - 1)) / 2;
  const adjusted = ancova(first.observed, second.observed);
  const widened = ancova(first.observed, second.observed, 1 - (1 - USUAL_CONFIDENCE) / pairs);
  const measureVersions = versionsOf([first, second]);
  return {
    ...shared,
    assumptions: [...ASSUMPTIONS, ...versionWords(measureVersions)],
    measureVersions,
    suppressed: false,
    first: compared(first, adjusted?.adjustedMeans[0]),
    second: compared(second, adjusted?.adjustedMeans[1]),
    adjusted: adjusted && difference(adjusted),
    numberNeeded: needed(first, second),
    multipleComparisons: { possiblePairs: pairs, interval: widened && roundedInterval(widened.interval), p: adjusted && roundedProbability(Math.min(1, adjusted.p * pairs)) },
  };
}

function compared({ value, n, observed }: Side, adjustedMean: number | undefined): ComparedGroup {
  const { baselineMean, currentMean } = observed;
  return {
    value,
    n: observed.n,
    missing: n - observed.n,
    baselineMean: rounded(baselineMean),
    mean: rounded(currentMean),
    adjustedMean: rounded(adjustedMean ?? currentMean),
    responder30: proportion(observed.responders30, observed.withPercent),
  };
}

function difference({ adjustedMeans: _means, interval, slopeTest, ...numbers }: AdjustedComparison): AdjustedDifference {
  return {
    difference: rounded(numbers.difference),
    standardError: rounded(numbers.standardError),
    degreesOfFreedom: numbers.degreesOfFreedom,
    interval: roundedInterval(interval),
    p: roundedProbability(numbers.p),
    slope: rounded(numbers.slope),
    atBaseline: rounded(numbers.atBaseline),
    residualDeviation: rounded(numbers.residualDeviation),
    slopeTest: slopeTest && { ...slopeTest, f: rounded(slopeTest.f), p: roundedProbability(slopeTest.p) },
  };
}

function needed(first: Side, second: Side): NumberNeeded | null {
  const group = ({ observed }: Side): { responders: number; total: number } => ({ responders: observed.responders30, total: observed.withPercent });
  const found = numberNeededToTreat(group(first), group(second));
  if (!found) return null;
  const { riskDifference, riskDifferenceInterval, numberNeededToTreat: number, interval } = found;
  return {
    riskDifference: rounded(riskDifference),
    riskDifferenceInterval: roundedInterval(riskDifferenceInterval),
    numberNeededToTreat: number === null ? null : rounded(number),
    interval: interval && roundedInterval(interval),
  };
}
