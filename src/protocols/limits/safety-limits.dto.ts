import { Decimal, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { DEFAULT_SAFETY_LIMITS, type SafetyLimitName } from '../safety/index.js';

const NAMES = Object.keys(DEFAULT_SAFETY_LIMITS) as SafetyLimitName[];

export class SafetyLimitView {
  @OneOf(NAMES) name: string;
  @Decimal({ description: 'What holds in this clinic.' }) value: number;
  @Text({ example: '% MSO' }) unit: string;
  @Decimal({ description: 'What holds unless a clinic sets its own.' }) standard: number;
  @OneOf(['lower', 'higher'], { nullable: true, description: 'The limit of a hard stop may be moved only this way; null may be moved either way.' }) onlyStricter: string | null;
  @Text({ maximum: 500 }) source: string;
  @Text({ description: '`design-default`: ours, for want of a published number.' }) provenance: string;
}

export class SafetyLimitsView {
  @Uuid({ description: 'The clinic’s.' }) id: string;
  @NestedList(() => SafetyLimitView) limits: SafetyLimitView[];
  @Whole({ description: '0 while nothing was changed.' }) revision: number;
}

export class OwnSafetyLimit {
  @OneOf(NAMES) name: SafetyLimitName;
  @Decimal({ minimum: 0, maximum: 1_000_000, description: 'More than 0, in the unit of the limit.' }) value: number;
}

export class SafetyLimitsChange {
  @NestedList(() => OwnSafetyLimit, { maximumItems: 50, description: 'Those that differ from the standard; the others are as the standard is.' }) limits: OwnSafetyLimit[];
  @Text({ maximum: 2000, description: 'Why; it is kept in the audit trail.' }) rationale: string;
}
