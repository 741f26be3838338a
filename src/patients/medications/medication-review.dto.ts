import { Decimal, Flag, Nested, NestedList, OneOf, Text, Texts } from '../../platform/http/fields.js';

export class RegimenReasonView {
  @OneOf(['high-risk-drug', 'several-moderate-drugs', 'recent-change', 'recent-withdrawal']) code: string;
  @Texts() drugs: string[];
  @Text({ maximum: 2000 }) message: string;
  @Text() provenance: string;
}

export class DrugRiskView {
  @Text() drug: string;
  @Text() group: string;
  @OneOf(['high', 'moderate', 'raises-threshold']) level: string;
  @Flag({ description: 'Stopping it brings a risk of its own.' }) withdrawalRisk: boolean;
  @Text({ maximum: 500 }) source: string;
  @Text() provenance: string;
}

export class SeizureThresholdReview {
  @Flag({ description: 'A clinician looks at it, and the motor threshold is measured again.' }) needsReview: boolean;
  @NestedList(() => RegimenReasonView) reasons: RegimenReasonView[];
  @NestedList(() => DrugRiskView, { description: 'What is known of each substance now taken, worst first. On no list is not harmless.' }) risks: DrugRiskView[];
}

export class LeftOutOpioid {
  @Text({ nullable: true }) opioid: string | null;
  @Text({ nullable: true }) reason: string | null;
  @Text({ maximum: 500 }) explanation: string;
}

export class OpioidReview {
  @Text() tableVersion: string;
  @Decimal({ description: 'Morphine milligram equivalents a day of all opioids now taken that could be told; never a guide for switching.' }) dailyMme: number;
  @Flag({ description: 'From 50 a day on the CDC asks for extra caution (recalled).' }) caution: boolean;
  @NestedList(() => LeftOutOpioid, { description: 'With any of these the sum is a lower bound.' }) leftOut: LeftOutOpioid[];
}

export class UnclearName {
  @Text() name: string;
  @Texts({ description: 'One letter apart from it.' }) similarListedNames: string[];
}

export class MedicationReviewView {
  @Nested(() => SeizureThresholdReview) seizureThreshold: SeizureThresholdReview;
  @Nested(() => OpioidReview) opioids: OpioidReview;
  @NestedList(() => UnclearName, { description: 'Of what is taken now or was stopped within 14 days: names that a typing error may keep off the lists. With any of these the rest may say too little.' }) unclearNames: UnclearName[];
}
