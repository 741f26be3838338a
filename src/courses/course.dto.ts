import { DateOnly, Decimal, Described, Flag, Instant, Nested, NestedList, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { COURSE_STATUSES } from './course.entity.js';
import { ExtensionView, RampStepInput } from './extensions/changes.dto.js';
import { OverrideGiven, OverrideView } from './override.dto.js';
import { Target } from './target.dto.js';

export const HEMISPHERES = ['left', 'right', 'bilateral', 'midline'] as const;

export class NewCourse {
  @Uuid() patientId: string;
  @Uuid() protocolId: string;
  @Whole({ optional: true, minimum: 1, description: 'The newest published version unless told.' }) protocolVersion?: number;
  @Uuid({ optional: true }) conditionId?: string;
  @OneOf(HEMISPHERES, { optional: true, description: 'Follows from the protocol and the side of pain unless told.' }) hemisphere?: string;
  @Nested(() => Target) target: Target;
  @Text({ optional: true, maximum: 4000 }) goals?: string;
  @DateOnly({ optional: true, description: 'When the patient was referred for it; not after today. The wait to the first treatment is counted from there.' }) referredOn?: string;
  @NestedList(() => RampStepInput, { optional: true, maximumItems: 20, description: 'How the intensity climbs over the first sessions.' }) ramp?: RampStepInput[];
  @NestedList(() => OverrideGiven, { optional: true, maximumItems: 40 }) overrides?: OverrideGiven[];
}

export class CourseChange {
  @Text({ nullable: true, maximum: 4000, description: 'What the patient wants to reach.' }) goals: string | null;
}

export class Activation {
  @NestedList(() => OverrideGiven, { optional: true, maximumItems: 40 }) overrides?: OverrideGiven[];
}

export class CourseEnd {
  @Text({ maximum: 2000 }) reason: string;
}

export class MoveReason {
  @Text({ optional: true, maximum: 2000 }) reason?: string;
}

export class CourseQuery extends PageQuery {
  @Uuid({ optional: true }) patientId?: string;
  @OneOf(COURSE_STATUSES, { optional: true }) status?: string;
}

export class HoldView {
  @Uuid() id: string;
  @Text() code: string;
  @Text({ maximum: 2000 }) detail: string;
  @Instant() placedAt: string;
}

export class NewHold {
  @Text({ maximum: 2000, description: 'What must be answered before the next session.' }) detail: string;
}

export class HoldRelease {
  @Text({ minimum: 3, maximum: 2000 }) note: string;
}

export class ProtocolOfCourse {
  @Uuid() id: string;
  @Whole() version: number;
  @Text() code: string;
  @Text({ maximum: 400 }) name: string;
  @Text() targetRegion: string;
  @Text() hemisphere: string;
}

export class CourseProgress {
  @Whole() sessionsPlanned: number;
  @Whole({ description: 'Completed or aborted with pulses given.' }) sessionsDelivered: number;
  @Whole() pulsesDelivered: number;
}

export class ThresholdInUse {
  @Uuid() id: string;
  @Decimal({ description: '% of maximum stimulator output.' }) percentMso: number;
  @Text() method: string;
  @Text() hemisphere: string;
  @Uuid({ nullable: true }) deviceId: string | null;
  @Instant() measuredAt: string;
  @Whole({ description: 'Whole days since it was measured.' }) ageDays: number;
}

export class Warning {
  @Text() code: string;
  @Text({ maximum: 1000 }) message: string;
}

/** What one of several blocks is set to. */
export class BlockIntensityView {
  @Text() hemisphere: string;
  @Text() targetRegion: string;
  @Decimal({ description: 'Prescribed, in % of the resting motor threshold.' }) percentRmt: number;
  @Uuid({ nullable: true, description: 'The latest of this side.' }) motorThresholdId: string | null;
  @Whole({ nullable: true, description: 'In % of maximum stimulator output, rounded down.' }) outputPercentMso: number | null;
  @Flag({ nullable: true }) deliverable: boolean | null;
}

export class IntensityView {
  @Decimal({ nullable: true, description: 'Prescribed, in % of the resting motor threshold.' }) percentRmt: number | null;
  @Nested(() => ThresholdInUse, { nullable: true, description: 'The latest motor threshold of the stimulated side.' }) motorThreshold: ThresholdInUse | null;
  @Whole({ nullable: true, description: 'Intensity in % of maximum stimulator output that follows, rounded down.' }) outputPercentMso: number | null;
  @Flag({ nullable: true, description: 'Whether a stimulator can deliver it.' }) deliverable: boolean | null;
  @NestedList(() => BlockIntensityView, { optional: true, description: 'Where a session gives several blocks; the members above are then those of the first.' }) blocks?: BlockIntensityView[];
}

/** What everyone who books sees of a course; the clinical members are absent for the front desk. */
export class CourseView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @OneOf(COURSE_STATUSES) status: string;
  @Text() modality: string;
  @Whole() sessionMinutes: number;
  @Nested(() => CourseProgress) progress: CourseProgress;
  @Instant() createdAt: string;
  @Instant({ nullable: true }) activatedAt: string | null;
  @Instant({ nullable: true }) endedAt: string | null;
  @Uuid({ optional: true }) protocolId?: string;
  @Whole({ optional: true }) protocolVersion?: number;
  @Nested(() => ProtocolOfCourse, { optional: true }) protocol?: ProtocolOfCourse;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true, description: 'The prescribed dose, as in the protocol version.' }) stimulation?: object | null;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { optional: true, nullable: true, description: 'In place of stimulation where a session gives several blocks one after the other.' }) blocks?: object[] | null;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true, description: 'The current, for tDCS.' }) parameters?: object | null;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true, description: 'What is trained, for neurofeedback.' }) training?: object | null;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { optional: true }) phases?: object[];
  @Uuid({ optional: true, nullable: true }) conditionId?: string | null;
  @OneOf(HEMISPHERES, { optional: true }) hemisphere?: string;
  @Nested(() => Target, { optional: true }) target?: Target;
  @Text({ optional: true, nullable: true, maximum: 4000 }) goals?: string | null;
  @DateOnly({ optional: true, nullable: true }) referredOn?: string | null;
  @NestedList(() => RampStepInput, { optional: true, nullable: true }) ramp?: RampStepInput[] | null;
  @NestedList(() => ExtensionView, { optional: true }) extensions?: ExtensionView[];
  @Flag({ optional: true, description: 'Whether the protocol is off-label for the condition: of a draft as it is now, afterwards as it was at activation. Each start judges the day’s own (rule S27).' }) offLabel?: boolean;
  @Uuid({ optional: true }) prescribedBy?: string;
  @Text({ optional: true, nullable: true, maximum: 2000 }) endReason?: string | null;
  @Nested(() => IntensityView, { optional: true }) intensity?: IntensityView;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { optional: true, description: 'What the dose was compared with: rule, severity, limit, actual, explanation, source, provenance.' }) findings?: object[];
  @NestedList(() => OverrideView, { optional: true, maximumItems: 2000, description: 'Those of the course and those of a start of one of its sessions, oldest first.' }) overrides?: OverrideView[];
  @NestedList(() => HoldView, { optional: true, description: 'Open holds: no session starts while there is one.' }) holds?: HoldView[];
  @NestedList(() => Warning, { optional: true }) warnings?: Warning[];
}
