import { Decimal, Described, Flag, Nested, NestedList, OneOf, Text, Texts, Whole } from '../../platform/http/fields.js';
import { CohortFilters, CohortPeriod, ConfidenceInterval } from './cohort.dto.js';
import { DIMENSION_NAMES } from './dimensions.js';

const GROUP_BY = new RegExp(`^(${DIMENSION_NAMES.join('|')})(,(${DIMENSION_NAMES.join('|')})){0,2}$`);

export class HarmsQuery extends CohortFilters {
  @Text({ optional: true, maximum: 120, pattern: GROUP_BY, example: 'modality', description: 'One group for each value of these, separated by commas.' }) groupBy?: string;
}

export class EventRate {
  @Text({ description: 'A category of event, or `any`.' }) category: string;
  @OneOf(['any', 'serious']) which: string;
  @Whole() events: number;
  @Decimal({ nullable: true, description: 'Events in a thousand sessions delivered.' }) perThousandSessions: number | null;
  @Nested(() => ConfidenceInterval, { nullable: true, description: 'Exact (Garwood): with no event the upper end still says how frequent it may be.' }) interval: ConfidenceInterval | null;
}

export class HarmGroup {
  @Described({ type: 'object', additionalProperties: { type: 'string' } }) key: object;
  @Flag() suppressed: boolean;
  @Whole({ nullable: true, description: 'Patients with at least one session delivered or aborted.' }) patients: number | null;
  @Whole({ nullable: true }) sessions: number | null;
  @NestedList(() => EventRate) rates: EventRate[];
}

export class CohortHarms {
  @Nested(() => CohortPeriod) period: CohortPeriod;
  @Texts() groupBy: string[];
  @NestedList(() => HarmGroup, { maximumItems: 1000 }) groups: HarmGroup[];
}
