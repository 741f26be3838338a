import { Decimal, Flag, Nested, OneOf, Text, Texts, Whole } from '../../platform/http/fields.js';
import { ConfidenceInterval, MeasureQuery, Proportion } from './cohort.dto.js';
import { DIMENSION_NAMES } from './dimensions.js';

export class ComparisonQuery extends MeasureQuery {
  @OneOf(DIMENSION_NAMES, { description: 'What divides the two groups.' }) by: string;
  @Text({ maximum: 100, description: 'The value of the first group.' }) first: string;
  @Text({ maximum: 100, description: 'The value of the second group, from which the first is taken to differ.' }) second: string;
}

export class ComparedGroup {
  @Text() value: string;
  @Whole({ description: 'With a score at the moment.' }) n: number;
  @Whole() missing: number;
  @Decimal({ description: 'Of those with a score at the moment.' }) baselineMean: number;
  @Decimal() mean: number;
  @Decimal({ description: 'Mean score at the moment, had both groups begun at the same baseline.' }) adjustedMean: number;
  @Nested(() => Proportion) responder30: Proportion;
}

export class SlopeTest {
  @Decimal() f: number;
  @Whole() degreesOfFreedom: number;
  @Decimal({ description: 'Small: the baseline matters differently in the two groups, and one adjusted difference does not tell the whole.' }) p: number;
}

export class AdjustedDifference {
  @Decimal({ description: 'First less second, in points of the measure, at the same baseline.' }) difference: number;
  @Decimal() standardError: number;
  @Whole() degreesOfFreedom: number;
  @Nested(() => ConfidenceInterval) interval: ConfidenceInterval;
  @Decimal() p: number;
  @Decimal({ description: 'Points of the score for one point of baseline.' }) slope: number;
  @Decimal() atBaseline: number;
  @Decimal() residualDeviation: number;
  @Nested(() => SlopeTest, { nullable: true }) slopeTest: SlopeTest | null;
}

export class NumberNeeded {
  @Decimal({ description: 'Share of responders (30 %) of the first less that of the second.' }) riskDifference: number;
  @Nested(() => ConfidenceInterval, { description: 'Newcombe’s hybrid score interval.' }) riskDifferenceInterval: ConfidenceInterval;
  @Decimal({ nullable: true, description: 'How many of the first group for one responder more than in the second; negative: one fewer.' }) numberNeededToTreat: number | null;
  @Nested(() => ConfidenceInterval, { nullable: true, description: 'Null where the difference may be nothing.' }) interval: ConfidenceInterval | null;
}

export class MultipleComparisons {
  @Whole({ description: 'Pairs of values of this dimension that could have been compared.' }) possiblePairs: number;
  @Nested(() => ConfidenceInterval, { nullable: true, description: 'Of the adjusted difference, widened for all those pairs (Bonferroni).' }) interval: ConfidenceInterval | null;
  @Decimal({ nullable: true, description: 'p times the number of pairs, 1 at most.' }) p: number | null;
}

export class CohortComparison {
  @Text() measure: string;
  @Text() direction: string;
  @Texts({ description: 'By which versions of the measure both groups were scored; each patient by one alone.' }) measureVersions: string[];
  @Text() at: string;
  @Text({ maximum: 400 }) window: string;
  @Text() by: string;
  @Flag({ description: 'True: a group has fewer than five, or would tell of one that has.' }) suppressed: boolean;
  @Nested(() => ComparedGroup, { nullable: true }) first: ComparedGroup | null;
  @Nested(() => ComparedGroup, { nullable: true }) second: ComparedGroup | null;
  @Nested(() => AdjustedDifference, { nullable: true, description: 'Null where there is no spread to judge by.' }) adjusted: AdjustedDifference | null;
  @Nested(() => NumberNeeded, { nullable: true }) numberNeeded: NumberNeeded | null;
  @Nested(() => MultipleComparisons, { nullable: true }) multipleComparisons: MultipleComparisons | null;
  @Texts({ maximum: 600 }) assumptions: string[];
}
