import { DateOnly, Described, Flag, Instant, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { PageQuery, pageOf } from '../../platform/http/paging.js';
import { PLAN_TEMPLATES } from '../plan/index.js';
import { BASELINE_RULES, type BaselineRule } from '../change/index.js';

export const MOMENTS = ['baseline', 'mid', 'end', 'every-sessions', 'every-weeks', 'every-days', 'follow-up'] as const;

export class PlanLine {
  @Text({ maximum: 60, example: 'phq-9' }) measure: string;
  @OneOf(MOMENTS) at: (typeof MOMENTS)[number];
  @Whole({ optional: true, minimum: 1, maximum: 200, description: 'With `every-sessions`, `every-weeks` and `every-days`.' }) every?: number;
  @Whole({ optional: true, minimum: 1, maximum: 6, description: 'With `follow-up`: 1, 3 or 6 months after the end.' }) months?: number;
  @Text({ optional: true, maximum: 60, description: 'Over which time it is asked, where the measure knows several; an answer over any time counts unless told.' }) recallPeriod?: string;
}

export class NewPlan {
  @OneOf(PLAN_TEMPLATES.map(({ code }) => code), { optional: true, description: 'A minimum set to start from; `items` are added to it.' }) template?: string;
  @NestedList(() => PlanLine, { optional: true, maximumItems: 200 }) items?: PlanLine[];
  @OneOf(BASELINE_RULES, { optional: true, description: 'What counts as the baseline of each measure: its first score; the mean of its first score and the last before the first treatment, on another day; or the mean of the last seven days of a diary before the first treatment, of which four are needed. A measure without these has its first score.' }) baselineRule?: BaselineRule;
  @Whole({ optional: true, minimum: 1, maximum: 200, description: 'After so many treatments the first measure of the plan should show a response; half of the course unless told.' }) reviewAfterSessions?: number;
}

export class PlanView {
  @Uuid({ description: 'The course.' }) id: string;
  @Flag({ description: 'False: nobody has decided yet, and the minimum set for the condition holds.' }) chosen: boolean;
  @NestedList(() => PlanLine) items: PlanLine[];
  @OneOf(BASELINE_RULES) baselineRule: string;
  @Whole() reviewAfterSessions: number;
  @Instant({ nullable: true }) chosenAt: string | null;
  @Uuid({ nullable: true }) chosenBy: string | null;
}

export class NewSkip {
  @Text({ maximum: 60 }) measure: string;
  @Text({ maximum: 60, example: 'session-10' }) occasion: string;
  @Text({ minimum: 3, maximum: 1000 }) reason: string;
}

export class SkipView extends NewSkip {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Instant() skippedAt: string;
  @Uuid() skippedBy: string;
}

export class OccasionView {
  @Text({ maximum: 60 }) measure: string;
  @Text({ optional: true, maximum: 60, description: 'Where the plan names one.' }) recallPeriod?: string;
  @Text({ maximum: 60, example: 'week-2' }) occasion: string;
  @OneOf(['upcoming', 'due', 'overdue', 'missed', 'done', 'skipped']) state: string;
  @Described({ type: 'object', additionalProperties: true }, { description: 'By session or by date: when it opens, is due, closes and lapses.' }) window: object;
  @DateOnly({ optional: true, description: 'The day of the first assessment that counts for it.' }) doneOn?: string;
  @Text({ optional: true, maximum: 1000 }) skippedReason?: string;
}

export const OccasionPage = pageOf(OccasionView);

export class DueQuery extends PageQuery {
  @DateOnly({ optional: true, description: 'A day in the clinic’s zone; today unless told.' }) on?: string;
  @Uuid({ optional: true }) patientId?: string;
  @Uuid({ optional: true }) courseId?: string;
}

export class DueView extends OccasionView {
  @Uuid() patientId: string;
  @Uuid() courseId: string;
}

export const DuePage = pageOf(DueView);
