import { Answers, Described, Instant, Nested, NestedList, OneOf, Text, Uuid } from '../../platform/http/fields.js';

export class ScreeningItemView {
  @Text() code: string;
  @Text({ maximum: 500, description: 'What is asked, in our own words; yes is the risk.' }) topic: string;
  @Text({ description: 'What a yes means: absolute, relative, review or stop.' }) onYes: string;
}

export class ScreeningFormView {
  @Text() version: string;
  @NestedList(() => ScreeningItemView) items: ScreeningItemView[];
}

export class NewScreening {
  @Answers('boolean', { description: 'Item code → yes, no, or null where it is not known; a missing item is not known.', example: { seizure: false } }) answers: Record<string, unknown>;
}

export class ScreeningReview {
  @OneOf(['cleared', 'excluded']) decision: 'cleared' | 'excluded';
  @Text({ minimum: 3, maximum: 4000 }) rationale: string;
}

export const VOID_CAUSES = ['implant', 'head-injury', 'pregnancy', 'seizure', 'other'] as const;

export class ScreeningVoid {
  @OneOf(VOID_CAUSES, { description: 'What has happened since: the patient is screened again before the next treatment.' }) cause: string;
  @Text({ minimum: 3, maximum: 2000 }) note: string;
}

export class ScreeningVoided {
  @Instant() at: string;
  @Uuid() by: string;
  @OneOf(VOID_CAUSES) cause: string;
  @Text({ maximum: 2000 }) note: string;
}

export class ScreeningFindingView {
  @Text() code: string;
  @OneOf(['yes', 'unknown']) answer: string;
  @Text() onYes: string;
  @Text({ maximum: 1000 }) message: string;
  @Text({ maximum: 500 }) source: string;
  @Text() provenance: string;
}

export class ScreeningView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Text() formVersion: string;
  @Described({ type: 'object', additionalProperties: { type: ['boolean', 'null'] } }) answers: object;
  @OneOf(['clear', 'needs-review', 'contraindicated']) outcome: string;
  @NestedList(() => ScreeningFindingView) findings: ScreeningFindingView[];
  @Instant() screenedAt: string;
  @Uuid() screenedBy: string;
  @OneOf(['cleared', 'excluded'], { nullable: true }) decision: string | null;
  @Text({ nullable: true, maximum: 4000 }) rationale: string | null;
  @Instant({ nullable: true }) reviewedAt: string | null;
  @Uuid({ nullable: true }) reviewedBy: string | null;
  @Nested(() => ScreeningVoided, { nullable: true, description: 'Overtaken by something since, and counted no more.' }) voided: ScreeningVoided | null;
}
