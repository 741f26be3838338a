import { DateOnly, Nested, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';

export const ADJUNCT_KINDS = ['physical-therapy', 'cbt', 'mindfulness', 'medication', 'tdcs', 'neurofeedback', 'other'] as const;

export class AdjunctTiming {
  @OneOf(['before', 'during', 'after', 'independent'], { description: 'Relative to the stimulation.' }) relation: string;
  @Whole({ optional: true, minimum: 0, maximum: 1440 }) withinMinutes?: number;
}

export class NewAdjunct {
  @OneOf(ADJUNCT_KINDS) kind: string;
  @Text({ maximum: 4000 }) plan: string;
  @DateOnly() startedOn: string;
  @DateOnly({ optional: true, nullable: true }) endedOn?: string | null;
  @Nested(() => AdjunctTiming, { optional: true, nullable: true }) timing?: AdjunctTiming | null;
}

export class AdjunctChange {
  @Text({ optional: true, maximum: 4000 }) plan?: string;
  @DateOnly({ optional: true, nullable: true }) endedOn?: string | null;
  @Nested(() => AdjunctTiming, { optional: true, nullable: true }) timing?: AdjunctTiming | null;
}

export class AdjunctView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @OneOf(ADJUNCT_KINDS) kind: string;
  @Text({ maximum: 4000 }) plan: string;
  @DateOnly() startedOn: string;
  @DateOnly({ nullable: true }) endedOn: string | null;
  @Nested(() => AdjunctTiming, { nullable: true }) timing: AdjunctTiming | null;
}
