import { BASELINE_RULES } from '../../outcome-measures/read.js';
import { OverrideView } from '../../courses/read.js';
import { DateOnly, Decimal, Described, Flag, Instant, Nested, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';

export class ReviewPoint {
  @Uuid() assessmentId: string;
  @Instant() assessedAt: string;
  @Whole({ description: 'Treatments delivered until then.' }) sessionNumber: number;
  @Whole({ description: 'Pulses delivered until then.' }) cumulativePulses: number;
  @Decimal({ nullable: true }) score: number | null;
  @Text({ nullable: true }) severity: string | null;
  @Decimal({ nullable: true, description: 'This score less the baseline.' }) fromBaseline: number | null;
  @Decimal({ nullable: true, description: 'Improvement in percent of the baseline; positive is better.' }) percent: number | null;
  @Decimal({ nullable: true, description: 'Morphine milligram equivalents of all opioids taken on that day; null where there was none, or none can be told.' }) dailyMme: number | null;
}

/** When an improvement of 30 % or 50 % was first reached, and how long it held. Days are those of the clinic's calendar. */
export class ReviewResponse {
  @Uuid() assessmentId: string;
  @Whole({ description: 'Treatments delivered until then.' }) sessions: number;
  @Whole({ description: 'Days of the clinic’s calendar from the baseline.' }) days: number;
  @Whole({ description: 'Days for which it has held: to the score at which it was lost, else to the last.' }) heldDays: number;
  @Instant({ nullable: true, description: 'The first score after it that no longer reaches it; null where there is none.' }) lostAt: string | null;
}

/** A week of pain scores, counted from the first of them. */
export class DiaryWeek {
  @DateOnly({ description: 'Its first day.' }) from: string;
  @Whole({ minimum: 1, maximum: 7, description: 'Days with a score.' }) days: number;
  @Decimal({ nullable: true, description: 'Mean of the daily means; null with fewer than four days.' }) mean: number | null;
}

export class MissedReason {
  @OneOf(['no-show', 'cancelled', 'aborted']) status: string;
  @Text({ nullable: true, maximum: 4000 }) reason: string | null;
  @Whole() sessions: number;
}

export class SubscorePointView {
  @Uuid() assessmentId: string;
  @Instant() assessedAt: string;
  @Whole({ description: 'Treatments delivered until then.' }) sessionNumber: number;
  @Decimal() value: number;
}

export class SubscoreReview {
  @Text() code: string;
  @Text({ maximum: 400 }) name: string;
  @OneOf(['lower-is-better', 'higher-is-better', 'none']) direction: string;
  @Decimal({ nullable: true, description: 'By the rule of the plan, of this subscore alone; null while nothing can be compared with it.' }) baseline: number | null;
  @Decimal({ description: 'Of the last form that has it.' }) latest: number;
  @Decimal({ nullable: true, description: 'Latest less baseline.' }) fromBaseline: number | null;
  @Decimal({ nullable: true, description: 'Improvement in percent of the baseline; null on a scale without a true zero (T scores, an index).' }) percent: number | null;
  @Flag({ nullable: true, description: 'Null where no source gives an important change.' }) importantChangeReached: boolean | null;
  @Flag({ nullable: true, description: 'Worse by the important change.' }) deteriorated: boolean | null;
  @NestedList(() => SubscorePointView, { maximumItems: 2000 }) series: SubscorePointView[];
}

export class MeasureReview {
  @Text() measure: string;
  @Text({ maximum: 400 }) name: string;
  @Text() recallPeriod: string;
  @OneOf(['lower-is-better', 'higher-is-better', 'none']) direction: string;
  @Nested(() => ReviewPoint, { nullable: true, description: 'What changes are counted from. Of a mean, the score is the mean and the rest that of the last score in it.' }) baseline: ReviewPoint | null;
  @OneOf(BASELINE_RULES, { description: 'How the baseline was made: by the rule of the plan, or from the first score where the series lacks what the rule needs.' }) baselineRule: string;
  @Whole({ description: 'How many values it rests on; of a diary, days.' }) baselineValues: number;
  @Nested(() => ReviewPoint, { nullable: true, description: 'The last assessment that has a score.' }) latest: ReviewPoint | null;
  @Decimal({ nullable: true }) fromBaseline: number | null;
  @Decimal({ nullable: true }) percent: number | null;
  @Flag({ nullable: true, description: 'At least 30 % better than at baseline (IMMPACT: moderate).' }) responder30: boolean | null;
  @Flag({ nullable: true, description: 'At least 50 % better than at baseline (IMMPACT: substantial).' }) responder50: boolean | null;
  @Flag({ nullable: true, description: 'By the measure’s own rule: 30 % for pain, 50 % for depression.' }) responder: boolean | null;
  @Flag({ nullable: true }) remission: boolean | null;
  @Flag({ nullable: true }) importantChangeReached: boolean | null;
  @Flag({ nullable: true }) deteriorated: boolean | null;
  @Nested(() => ReviewResponse, { nullable: true, description: 'Null while an improvement of 30 % was never reached.' }) response: ReviewResponse | null;
  @Nested(() => ReviewResponse, { nullable: true, description: 'The same for 50 %.' }) substantialResponse: ReviewResponse | null;
  @NestedList(() => ReviewPoint, { maximumItems: 2000 }) series: ReviewPoint[];
  @NestedList(() => SubscoreReview, { maximumItems: 50, description: 'Those that any form has, in the measure’s order: a profile has nothing else to show.' }) subscores: SubscoreReview[];
}

export class Adherence {
  @Whole({ description: 'Sessions that the protocol prescribes.' }) planned: number;
  @Whole({ description: 'Treatments still booked.' }) scheduled: number;
  @Whole({ description: 'Treatments completed.' }) delivered: number;
  @Whole() aborted: number;
  @Whole() missed: number;
  @Whole() cancelled: number;
  @Decimal({ nullable: true, description: 'Delivered of those that were due until now, in percent.' }) percent: number | null;
  @NestedList(() => MissedReason, { maximumItems: 500, description: 'Why treatments were not had, as written.' }) reasons: MissedReason[];
}

export class DoseReview {
  @Whole({ nullable: true, description: 'What the delivered and aborted sessions were prescribed to give.' }) prescribedPulses: number | null;
  @Whole() deliveredPulses: number;
  @Decimal({ nullable: true }) percent: number | null;
  @Whole({ description: 'Sessions in which less was given than prescribed.' }) sessionsBelowPrescription: number;
}

export class ReviewThreshold {
  @Instant() measuredAt: string;
  @Decimal() percentMso: number;
  @Text() method: string;
  @Text() hemisphere: string;
}

export class ReviewEvent {
  @Uuid() id: string;
  @Uuid() sessionId: string;
  @Text() category: string;
  @Whole() grade: number;
  @Flag() serious: boolean;
  @Instant() occurredAt: string;
}

export class ReviewMedication {
  @Text() name: string;
  @Text() dose: string;
  @Text() frequency: string;
  @DateOnly() startedOn: string;
  @DateOnly({ nullable: true }) stoppedOn: string | null;
  @Decimal({ nullable: true, description: 'Morphine milligram equivalents a day; null where it is no opioid or cannot be told.' }) dailyMme: number | null;
}

export class ReviewAdjunct {
  @Text() kind: string;
  @Text({ maximum: 4000 }) plan: string;
  @DateOnly() startedOn: string;
  @DateOnly({ nullable: true }) endedOn: string | null;
}

export const DUE = ['measure', 'session', 'motor-threshold', 'signature', 'authorisation'] as const;

export class DueItem {
  @OneOf(DUE) what: string;
  @Text({ maximum: 400, description: 'Which one, in words; the code of a measure.' }) detail: string;
  @DateOnly({ nullable: true, description: 'Null where it is due by the number of sessions, or at once.' }) dueOn: string | null;
  @OneOf(['coming', 'due', 'overdue']) state: string;
}

export class CourseReview {
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Text() status: string;
  @Described({ type: 'object', additionalProperties: true }) protocol: object;
  @Text({ maximum: 4000, description: 'The review in plain words, from the numbers below alone.' }) summary: string;
  @NestedList(() => DueItem, { maximumItems: 500, description: 'What is to be done next: measures, the next treatment, a motor threshold that is too old, sessions to sign, authorisations that run out.' }) due: DueItem[];
  @NestedList(() => MeasureReview) measures: MeasureReview[];
  @NestedList(() => DiaryWeek, { maximumItems: 1000, description: 'Pain intensity, week by week.' }) painDiary: DiaryWeek[];
  @Nested(() => Adherence) adherence: Adherence;
  @Nested(() => DoseReview) dose: DoseReview;
  @NestedList(() => ReviewThreshold) motorThresholds: ReviewThreshold[];
  @NestedList(() => ReviewEvent) adverseEvents: ReviewEvent[];
  @NestedList(() => ReviewMedication) medications: ReviewMedication[];
  @NestedList(() => ReviewAdjunct) adjuncts: ReviewAdjunct[];
  @NestedList(() => OverrideView, { maximumItems: 2000, description: 'What clinicians have signed for, and why: of the course, and at the start of a session.' }) overrides: OverrideView[];
}
