import { CrisisResource } from '../../alerts/read.js';
import { Answers, Decimal, Described, Flag, Instant, Nested, NestedList, OneOf, Text, Texts, Uuid, Whole } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { BASELINE_RULES, type BaselineRule } from '../change/index.js';
import { ValueSetNameView } from '../value-sets/value-sets.dto.js';
import { ENTERED_BY, PLACES } from './assessment.entity.js';

const NUMBERS = { type: 'object', additionalProperties: { type: ['number', 'null'] } };

export class NewAssessment {
  @Uuid() patientId: string;
  @Uuid({ optional: true }) courseId?: string;
  @Uuid({ optional: true }) sessionId?: string;
  @Text({ maximum: 60, example: 'phq-9', description: 'Code of a measure in the registry.' }) measure: string;
  @Answers('number', { description: 'Item code → answer; null or absent is unanswered.', example: { q1: 1, q2: 2 } }) answers: Record<string, number | null>;
  @Text({ optional: true, maximum: 60, description: 'Over which time; the measure’s default unless told.' }) recallPeriod?: string;
  @Instant({ optional: true, description: 'Now unless told; never in the future.' }) assessedAt?: string;
  @Text({ optional: true, maximum: 60, description: 'Whose values make the index; those that the clinic chose unless told.', example: 'england' }) valueSet?: string;
  @OneOf(ENTERED_BY, { optional: true, description: 'Whose hand it was; staff unless told.' }) enteredBy?: (typeof ENTERED_BY)[number];
  @OneOf(PLACES, { optional: true }) place?: (typeof PLACES)[number];
  @Whole({ optional: true, minimum: 0, maximum: 86_400, description: 'How long the filling in took.' }) durationSeconds?: number;
}

export class Correction {
  @Answers('number') answers: Record<string, number | null>;
  @Text({ minimum: 3, maximum: 1000 }) reason: string;
}

export class EnteredInError {
  @Text({ minimum: 3, maximum: 1000 }) reason: string;
}

export class AssessmentQuery extends PageQuery {
  @Uuid({ optional: true }) patientId?: string;
  @Uuid({ optional: true }) courseId?: string;
  @Text({ optional: true, maximum: 60 }) measure?: string;
}

export class BaselineView {
  @Uuid({ description: 'The last assessment that it rests on.' }) assessmentId: string;
  @Decimal({ nullable: true }) score: number | null;
  @Instant() assessedAt: string;
  @OneOf(BASELINE_RULES, { description: 'How it was made. A measure that lacks what the plan’s rule needs has its first score as baseline.' }) rule: BaselineRule;
  @Whole({ description: 'How many values it rests on; of a diary, days.' }) values: number;
}

export class SubscoreChangeView {
  @Text({ maximum: 60 }) code: string;
  @Decimal({ description: 'By the rule of the plan, of this subscore alone.' }) baseline: number;
  @Decimal({ description: 'Current less baseline.' }) fromBaseline: number;
  @Decimal({ nullable: true, description: 'Improvement in percent of the baseline; null on a scale without a true zero (T scores, an index).' }) percent: number | null;
  @Flag({ nullable: true, description: 'Null where no source gives an important change.' }) importantChangeReached: boolean | null;
  @Flag({ nullable: true, description: 'Worse by the important change.' }) deteriorated: boolean | null;
}

export class ChangeView {
  @Nested(() => BaselineView, { nullable: true, description: 'What the change is counted from, by the rule of the plan; null where this is part of it.' }) baseline: BaselineView | null;
  @Decimal({ nullable: true, description: 'Current less baseline.' }) fromBaseline: number | null;
  @Decimal({ nullable: true, description: 'Improvement in percent of the baseline; positive is better.' }) percent: number | null;
  @Flag({ nullable: true, description: 'By the measure’s own rule: 30 % for pain, 50 % for depression.' }) responder: boolean | null;
  @Flag({ nullable: true, description: 'At least half better.' }) substantialResponder: boolean | null;
  @Flag({ nullable: true }) remission: boolean | null;
  @Flag({ nullable: true }) importantChangeReached: boolean | null;
  @Flag({ nullable: true, description: 'Worse by the important change.' }) deteriorated: boolean | null;
  @NestedList(() => SubscoreChangeView, { description: 'Of the subscores that have a baseline of their own.' }) subscores: SubscoreChangeView[];
}

export class ClassificationView {
  @Text({ description: '`score`, or the code of a subscore.' }) appliesTo: string;
  @Text({ maximum: 500 }) source: string;
  @Text() label: string;
}

export class AssessmentView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Uuid({ nullable: true }) courseId: string | null;
  @Uuid({ nullable: true }) sessionId: string | null;
  @Text() measure: string;
  @Text() measureVersion: string;
  @Text() recallPeriod: string;
  @Described(NUMBERS) answers: Record<string, number | null>;
  @Decimal({ nullable: true, description: 'Null when it cannot be scored; `reason` says why.' }) score: number | null;
  @Described(NUMBERS) subscores: object;
  @Text({ nullable: true, description: 'The score’s band in the measure’s first set of cut-offs.' }) severity: string | null;
  @NestedList(() => ClassificationView, { description: 'The band in every set of cut-offs, since sources differ; of subscores too.' }) classifications: ClassificationView[];
  @Nested(() => ValueSetNameView, { nullable: true, description: 'By whose values the index was made. An index by other values is a series of its own.' }) valueSet: ValueSetNameView | null;
  @Text({ nullable: true, description: 'Of a measure that names a state of health by digits; null where one is missing.', example: '21232' }) profile: string | null;
  @Flag({ description: 'Every item the score rests on was answered.' }) complete: boolean;
  @Flag() prorated: boolean;
  @Text({ nullable: true }) reason: string | null;
  @Texts() flags: string[];
  @Nested(() => ChangeView) change: ChangeView;
  @Instant() assessedAt: string;
  @Whole({ description: 'Treatments delivered in the course when it was recorded.' }) sessionNumber: number;
  @Instant() recordedAt: string;
  @Uuid({ nullable: true }) recordedBy: string | null;
  @OneOf(ENTERED_BY) enteredBy: string;
  @OneOf(PLACES, { nullable: true }) place: string | null;
  @Whole({ nullable: true }) durationSeconds: number | null;
  @Uuid({ nullable: true, description: 'The assessment that this one corrects.' }) supersedes: string | null;
  @Instant({ nullable: true, description: 'Set when a correction took its place.' }) supersededAt: string | null;
  @Text({ nullable: true, maximum: 1000 }) correctionReason: string | null;
  @Instant({ nullable: true, description: 'Set when it never should have been entered: it counts for nothing.' }) enteredInErrorAt: string | null;
  @Text({ nullable: true, maximum: 1000 }) enteredInErrorReason: string | null;
  @NestedList(() => CrisisResource, { optional: true, description: 'Whom the patient can turn to at once; in the answer to whoever recorded an answer that points to suicidality.' }) crisisResources?: CrisisResource[];
}
