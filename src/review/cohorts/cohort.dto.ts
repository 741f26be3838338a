import { applyDecorators } from '@nestjs/common';
import { DateOnly, Decimal, Described, Flag, Nested, NestedList, Text, Texts, Whole } from '../../platform/http/fields.js';
import { DIMENSION_NAMES, DIMENSIONS, type DimensionName } from './dimensions.js';

const VALUE = { optional: true, maximum: 100 } as const;
const GROUP_BY = new RegExp(`^(${DIMENSION_NAMES.join('|')})(,(${DIMENSION_NAMES.join('|')})){0,2}$`);
const only = (name: DimensionName): PropertyDecorator => Text({ ...VALUE, description: `Only courses with this value: ${DIMENSIONS[name].means}.` });

/** Divides and chooses courses; three dimensions together at most, counted over both. */
export class CohortFilters {
  @DateOnly({ optional: true, description: 'Courses begun from the calendar quarter of this day on.' }) from?: string;
  @DateOnly({ optional: true, description: 'Courses begun until the end of the calendar quarter of this day.' }) to?: string;
  @only('targetRegion') targetRegion?: string;
  @only('hemisphere') hemisphere?: string;
  @only('modality') modality?: string;
  @only('protocol') protocol?: string;
  @only('protocolVersion') protocolVersion?: string;
  @only('category') category?: string;
  @only('chronicity') chronicity?: string;
  @only('ageBand') ageBand?: string;
  @only('sex') sex?: string;
  @only('depression') depression?: string;
  @only('opioidUse') opioidUse?: string;
  @only('adherence') adherence?: string;
  @only('adjuncts') adjuncts?: string;
}

/** Which measure, and when. */
export class MeasureQuery extends CohortFilters {
  @Text({ maximum: 60, example: 'nrs-pain', description: 'A measure of the registry.' }) measure: string;
  @Text({ optional: true, maximum: 20, example: 'follow-up:3m', pattern: /^(end|session:[1-9]\d{0,2}|week:[1-9]\d{0,2}|follow-up:[1-9]\d?m)$/, description: '`end` (unless told), `session:10`, `week:3` or `follow-up:3m`.' })
  at?: string;
}

const GroupBy = (): PropertyDecorator =>
  applyDecorators(Text({ optional: true, maximum: 120, pattern: GROUP_BY, example: 'targetRegion,category', description: `One group for each value of these, separated by commas: ${DIMENSION_NAMES.join(', ')}.` }));

export class OutcomesQuery extends MeasureQuery {
  @GroupBy() groupBy?: string;
}

export class ConfidenceInterval {
  @Decimal() lower: number;
  @Decimal() upper: number;
  @Decimal({ description: '0.95 for a 95 % interval.' }) confidence: number;
}

export class Proportion {
  @Whole() count: number;
  @Whole({ description: 'Of how many; for responders, those with a baseline above 0.' }) total: number;
  @Decimal({ nullable: true }) share: number | null;
  @Nested(() => ConfidenceInterval, { nullable: true, description: 'Wilson.' }) interval: ConfidenceInterval | null;
}

export class GroupBaseline {
  @Decimal() mean: number;
  @Decimal({ nullable: true, description: 'Standard deviation (n − 1).' }) sd: number | null;
}

export class GroupChange {
  @Whole() n: number;
  @Decimal({ description: 'Mean change from baseline in points; its sign is that of the score.' }) mean: number;
  @Decimal({ nullable: true }) sd: number | null;
  @Nested(() => ConfidenceInterval, { nullable: true, description: 'Of the mean change, by Student’s t; null where everybody changed alike.' }) interval: ConfidenceInterval | null;
  @Decimal({ nullable: true, description: 'Mean change in standard deviations of the changes (Cohen’s d_z).' }) effectSize: number | null;
  @Decimal({ nullable: true, description: 'Mean change in standard deviations of the baseline of the same courses.' }) effectSizeOfBaseline: number | null;
  @Nested(() => Proportion, { description: 'At least 30 % better.' }) responder30: Proportion;
  @Nested(() => Proportion, { description: 'At least 50 % better.' }) responder50: Proportion;
}

export class CohortGroup {
  @Described({ type: 'object', additionalProperties: { type: 'string' } }, { description: 'Dimension → value.' }) key: object;
  @Flag({ description: 'True: fewer than five, possibly none, or so many that another group of fewer than five could be told from it.' }) suppressed: boolean;
  @Whole({ nullable: true, description: 'Patients with a baseline whose course has come to the moment.' }) n: number | null;
  @Whole({ nullable: true, description: 'Those of them without a score at the moment.' }) missing: number | null;
  @Nested(() => GroupBaseline, { nullable: true, description: 'Of all n.' }) baseline: GroupBaseline | null;
  @Nested(() => GroupChange, { nullable: true, description: 'Of those with a score at the moment; null where they are fewer than five.' }) observed: GroupChange | null;
  @Nested(() => GroupChange, { nullable: true, description: 'Of all n, the last score until the moment (the baseline, where there is none) standing for a missing one; null where one to four are missing, whose scores it would tell.' })
  carriedForward: GroupChange | null;
}

export class CohortPeriod {
  @DateOnly({ nullable: true }) from: string | null;
  @DateOnly({ nullable: true }) to: string | null;
}

export class CohortOutcomes {
  @Text() measure: string;
  @Text({ maximum: 400 }) measureName: string;
  @Text() direction: string;
  @Texts({ description: 'By which versions of the measure the groups that are shown were scored; each patient by one alone.' }) measureVersions: string[];
  @Text() at: string;
  @Text({ maximum: 400, description: 'Which assessments count.' }) window: string;
  @Nested(() => CohortPeriod, { description: 'The whole quarters in which the courses began.' }) period: CohortPeriod;
  @Texts() groupBy: string[];
  @NestedList(() => CohortGroup, { maximumItems: 1000 }) groups: CohortGroup[];
  @Whole({ description: 'How many pairs of shown groups a reader may compare: at a level of 5 % one in twenty differs by chance alone.' }) possibleComparisons: number;
  @Texts({ maximum: 600, description: 'How the numbers are made and what they cannot tell.' }) notes: string[];
}
