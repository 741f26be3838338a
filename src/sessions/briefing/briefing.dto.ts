import { OverrideView } from '../../courses/read.js';
import { DateOnly, Decimal, Flag, Instant, Nested, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';

export class ThresholdToday {
  @Decimal() percentMso: number;
  @Text() method: string;
  @Instant() measuredAt: string;
  @Whole() ageDays: number;
  @Flag({ description: 'Measured on the device of this session.' }) sameDevice: boolean;
}

export class MedicationToday {
  @Text() name: string;
  @Flag() lowersSeizureThreshold: boolean;
  @DateOnly() startedOn: string;
  @DateOnly({ nullable: true }) stoppedOn: string | null;
  @Instant() changedAt: string;
}

export class HoldToday {
  @Uuid() id: string;
  @Text() code: string;
  @Text({ maximum: 4000 }) detail: string;
  @Instant() placedAt: string;
}

export class AuthorisationToday {
  @Whole({ description: 'Sessions that payers have approved and that are valid today.' }) sessionsApproved: number;
  @Whole() sessionsLeft: number;
  @DateOnly({ nullable: true, description: 'The first of them to end.' }) validTo: string | null;
}

export class DueToday {
  @Text() measure: string;
  @DateOnly({ nullable: true }) dueOn: string | null;
  @OneOf(['due', 'overdue']) state: string;
}

export class RuleToday {
  @Text() rule: string;
  @OneOf(['hard', 'override', 'warn', 'info']) severity: string;
  @Text({ maximum: 500, description: 'What the rule allows, with its unit.' }) limit: string;
  @Text({ maximum: 500 }) actual: string;
  @Text({ maximum: 2000 }) explanation: string;
  @Text({ maximum: 1000 }) source: string;
  @Text() provenance: string;
}

export class PrecautionToday {
  @Text() code: string;
  @Text({ maximum: 1000 }) message: string;
}

export class PartOfToday {
  @Uuid() adjunctId: string;
  @Text() kind: string;
  @OneOf(['before', 'after'], { description: 'Of the stimulation.' }) position: string;
  @Whole({ description: 'Between the two.' }) gapMinutes: number;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
}

export class WornCoilToday {
  @Text() name: string;
  @Whole({ maximum: 1e15 }) pulses: number;
  @Whole({ maximum: 1e15 }) pulseLimit: number;
}

/** Everything that whoever delivers has to know before the first pulse, in one answer. */
export class Briefing {
  @Nested(() => ThresholdToday, { nullable: true }) motorThreshold: ThresholdToday | null;
  @NestedList(() => MedicationToday, { description: 'Begun, changed or stopped since the threshold was measured.' }) medicationChanges: MedicationToday[];
  @NestedList(() => HoldToday) holds: HoldToday[];
  @Flag({ description: 'No stimulation of this patient until two people have cleared it.' }) locked: boolean;
  @Nested(() => AuthorisationToday, { nullable: true, description: 'Null where no payer has approved anything.' }) authorisation: AuthorisationToday | null;
  @NestedList(() => DueToday) dueMeasures: DueToday[];
  @NestedList(() => RuleToday, { description: 'What would stand against starting now.' }) againstStarting: RuleToday[];
  @NestedList(() => RuleToday, { description: 'What does not stop the session and is good to know before it.' }) warnings: RuleToday[];
  @NestedList(() => OverrideView, { maximumItems: 2000, description: 'What clinicians have signed for in this course, and why.' }) overrides: OverrideView[];
  @Nested(() => WornCoilToday, { nullable: true, description: 'The coil last used on the device, where it has reached its limit of pulses.' }) wornCoil: WornCoilToday | null;
  @NestedList(() => PrecautionToday) precautions: PrecautionToday[];
  @NestedList(() => PartOfToday, { description: 'Other parts of the plan that are given around this session.' }) otherParts: PartOfToday[];
}
