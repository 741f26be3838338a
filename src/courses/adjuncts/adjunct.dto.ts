import { DateOnly, Nested, NestedList, OneOf, Text, Texts, Uuid, Whole, Wholes } from '../../platform/http/fields.js';
import { OverrideGiven } from '../override.dto.js';

export const ADJUNCT_KINDS = ['physical-therapy', 'cbt', 'mindfulness', 'medication', 'tdcs', 'neurofeedback', 'other'] as const;

export class AdjunctTiming {
  @OneOf(['before', 'during', 'after', 'independent'], { description: 'Relative to the stimulation.' }) relation: string;
  @Whole({ optional: true, minimum: 0, maximum: 1440 }) withinMinutes?: number;
  @Whole({ optional: true, minimum: 0, maximum: 1440, description: 'Pause between the two, where they make one planned block.' }) gapMinutes?: number;
}

export class AdjunctSchedule {
  @Whole({ minimum: 1, maximum: 21 }) sessionsPerWeek: number;
  @Whole({ optional: true, minimum: 1, maximum: 500 }) sessions?: number;
  @Whole({ optional: true, minimum: 1, maximum: 480 }) durationMinutes?: number;
  @Wholes({ optional: true, minimum: 1, maximum: 7, maximumItems: 7, description: 'ISO weekdays.' }) weekdays?: number[];
}

export class NewAdjunct {
  @OneOf(ADJUNCT_KINDS) kind: string;
  @Text({ maximum: 4000 }) plan: string;
  @DateOnly() startedOn: string;
  @DateOnly({ optional: true, nullable: true }) endedOn?: string | null;
  @Nested(() => AdjunctTiming, { optional: true, nullable: true }) timing?: AdjunctTiming | null;
  @Nested(() => AdjunctSchedule, { optional: true, nullable: true }) schedule?: AdjunctSchedule | null;
  @Text({ optional: true, nullable: true, maximum: 300, description: 'Who gives it, here or elsewhere.' }) provider?: string | null;
  @Uuid({ optional: true, nullable: true, description: 'What it takes of the clinic’s calendar, where it is given here; so with the next two.' }) deviceId?: string | null;
  @Uuid({ optional: true, nullable: true }) roomId?: string | null;
  @Uuid({ optional: true, nullable: true }) operatorId?: string | null;
  @NestedList(() => OverrideGiven, { optional: true, maximumItems: 10, description: 'Answers to what the combination asks of a clinician; without them a course that runs is held until one answers.' }) overrides?: OverrideGiven[];
}

export class AdjunctChange {
  @Text({ optional: true, maximum: 4000 }) plan?: string;
  @DateOnly({ optional: true, nullable: true }) endedOn?: string | null;
  @Nested(() => AdjunctTiming, { optional: true, nullable: true }) timing?: AdjunctTiming | null;
  @Nested(() => AdjunctSchedule, { optional: true, nullable: true }) schedule?: AdjunctSchedule | null;
  @Text({ optional: true, nullable: true, maximum: 300, description: 'Who gives it, here or elsewhere.' }) provider?: string | null;
  @Uuid({ optional: true, nullable: true, description: 'What it takes of the clinic’s calendar, where it is given here; so with the next two.' }) deviceId?: string | null;
  @Uuid({ optional: true, nullable: true }) roomId?: string | null;
  @Uuid({ optional: true, nullable: true }) operatorId?: string | null;
}

export class AdjunctAttendanceCount {
  @Whole() attended: number;
  @Whole() missed: number;
}

export class BlockGap {
  @Whole() minimum: number;
  @Whole({ nullable: true }) maximum: number | null;
}

export class PlannedBlockView {
  @Texts({ description: 'adjunct and stimulation, in their order.' }) order: string[];
  @Nested(() => BlockGap) gapMinutes: BlockGap;
  @Whole({ nullable: true, description: 'Kept free in the calendar with each session, from `schedule.durationMinutes`; null where that is not stated, and nothing is kept free.' }) reservedMinutes: number | null;
}

export class AdjunctFindingView {
  @Text() rule: string;
  @OneOf(['override', 'warn', 'info']) severity: string;
  @Text({ maximum: 500 }) limit: string;
  @Text({ maximum: 500 }) actual: string;
  @Text({ maximum: 1000 }) explanation: string;
  @Text({ maximum: 500 }) source: string;
  @Text() provenance: string;
}

export class AdjunctView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @OneOf(ADJUNCT_KINDS) kind: string;
  @Text({ maximum: 4000 }) plan: string;
  @DateOnly() startedOn: string;
  @DateOnly({ nullable: true }) endedOn: string | null;
  @Nested(() => AdjunctTiming, { nullable: true }) timing: AdjunctTiming | null;
  @Nested(() => AdjunctSchedule, { nullable: true }) schedule: AdjunctSchedule | null;
  @Text({ nullable: true, maximum: 300 }) provider: string | null;
  @Uuid({ nullable: true }) deviceId: string | null;
  @Uuid({ nullable: true }) roomId: string | null;
  @Uuid({ nullable: true }) operatorId: string | null;
  @Nested(() => AdjunctAttendanceCount) attendance: AdjunctAttendanceCount;
  @Nested(() => PlannedBlockView, { nullable: true, description: 'On a day of stimulation: the order and the pause. tDCS and neurofeedback always, the rest where `timing` states a pause.' }) block: PlannedBlockView | null;
  @NestedList(() => AdjunctFindingView, { description: 'What is known of giving it with the stimulation, and when.' }) findings: AdjunctFindingView[];
}
