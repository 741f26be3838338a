import { COIL_TYPES, type CoilType } from '../clinics/read.js';
import { OverrideOfSession } from '../courses/read.js';
import { Answers, AnyValue, Decimal, Described, Flag, Instant, Nested, NestedList, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { Briefing } from './briefing/briefing.dto.js';
import { DeliveredDose } from './delivered-dose.dto.js';
import { RowThatDiffers } from './device-files/device-file.dto.js';
import { ProgressSoFar } from './progress/progress.dto.js';
import { SESSION_KINDS, SESSION_STATUSES } from './session.entity.js';

export { DeliveredDose } from './delivered-dose.dto.js';

export class OverlapPermission {
  @Text({ minimum: 3, maximum: 500 }) reason: string;
}

const OVERRIDE = { optional: true, description: 'Where no operator or no room is free: share one that another session has. Needs the permission schedule.override; a device and a patient are never shared.' };

export class NewSession {
  @Uuid() courseId: string;
  @OneOf(SESSION_KINDS) kind: 'mapping' | 'treatment' | 'follow-up';
  @Instant() startsAt: string;
  @Whole({ optional: true, minimum: 5, maximum: 240, description: 'The protocol’s session length unless told; of a treatment never less than its dose takes.' }) durationMinutes?: number;
  @Uuid({ optional: true, description: 'Assigned when left out.' }) deviceId?: string;
  @Uuid({ optional: true, description: 'Assigned when left out.' }) operatorId?: string;
  @Uuid({ optional: true, description: 'Assigned when left out.' }) roomId?: string;
  @Nested(() => OverlapPermission, OVERRIDE) override?: OverlapPermission;
}

export class Reschedule {
  @Instant() startsAt: string;
  @Uuid({ optional: true }) deviceId?: string;
  @Uuid({ optional: true }) operatorId?: string;
  @Uuid({ optional: true }) roomId?: string;
  @Text({ maximum: 1000 }) reason: string;
  @Nested(() => OverlapPermission, OVERRIDE) override?: OverlapPermission;
}

export class Reason {
  @Text({ maximum: 1000 }) reason: string;
}

export class Cancellation extends Reason {
  @OneOf(['patient', 'clinic'], { optional: true, description: 'Who gave it up; the patient unless told. Only a patient cancels late.' }) by?: 'patient' | 'clinic';
}

export class NoShow {
  @Text({ optional: true, maximum: 1000 }) reason?: string;
}

export class CheckIn {
  @Answers('boolean', { description: 'Item code → answer; the items are at /v1/pre-session-form.' }) answers: Record<string, unknown>;
}

export class Clearance {
  @Text({ minimum: 3, maximum: 2000 }) rationale: string;
}

export class StartOverride {
  @Text({ maximum: 40, pattern: /^[A-Za-z0-9-]+$/ }) rule: string;
  @Text({ minimum: 3, maximum: 2000 }) rationale: string;
}

/** Who could come at once when stimulation began. */
export class Supervision {
  @OneOf(['on-site', 'immediately-reachable']) presence: 'on-site' | 'immediately-reachable';
  @Uuid({ optional: true, description: 'The clinician.' }) clinicianId?: string;
}

export class Start {
  @NestedList(() => StartOverride, { optional: true, maximumItems: 20, description: 'Findings of today that a clinician answers.' }) overrides?: StartOverride[];
  @OneOf(COIL_TYPES, { optional: true, description: 'The kind of coil on the device now; that of the device unless told.' }) coilType?: CoilType;
  @Decimal({ optional: true, minimum: 1, maximum: 200, description: 'What the operator has set, in % of the resting motor threshold; as prescribed unless told. It may be lower, with the reason, never higher.' }) intensityPercentRmt?: number;
  @Text({ optional: true, maximum: 1000, description: 'Why less is given than prescribed.' }) reason?: string;
  @Flag({ optional: true, description: 'Ear protection is in now; as answered at check-in unless told.' }) earProtectionInPlace?: boolean;
  @Nested(() => Supervision, { optional: true, description: 'Kept with what is prescribed, and signed with the record; in the first sessions of a course rule S28 asks for it.' }) supervision?: Supervision;
}

export class Tolerability {
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 10, description: 'Pain during stimulation, 0 to 10.' }) painDuringStimulation?: number | null;
  @Flag({ optional: true, nullable: true }) headacheAfter?: boolean | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 10, description: 'Pain before the session, 0 to 10.' }) nrsBefore?: number | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 10, description: 'Pain after the session, 0 to 10.' }) nrsAfter?: number | null;
  @Text({ optional: true, nullable: true, maximum: 2000 }) note?: string | null;
}

export class Completion {
  @Nested(() => DeliveredDose, { optional: true, description: 'Needed for a treatment, unless it was reported as progress; a mapping or follow-up visit may have none.' }) delivered?: DeliveredDose;
  @Nested(() => Tolerability, { optional: true }) tolerability?: Tolerability;
  @Instant({ optional: true, description: 'When stimulation ended; now unless told.' }) endedAt?: string;
}

export class Abortion {
  @Text({ maximum: 1000 }) reason: string;
  @Nested(() => DeliveredDose, { optional: true, description: 'What was given before it was stopped; what was reported as progress unless told.' }) delivered?: DeliveredDose;
}

export class Signature {
  @OneOf(['delivered', 'reviewed']) meaning: 'delivered' | 'reviewed';
  @Text({ optional: true, maximum: 256, description: 'The signer’s password, asked again; or a code of the second factor.' }) password?: string;
  @Text({ optional: true, maximum: 20 }) otp?: string;
}

export class CorrectionInput {
  @Text({ maximum: 200, example: '/delivered/trains', description: 'JSON pointer into the session: one value of delivered, tolerability or the check, or startedAt, endedAt, statusReason.' }) field: string;
  @AnyValue({ description: 'What is right; null where it is not known.' }) corrected: string | number | boolean | null;
}

export class NewAddendum {
  @Text({ maximum: 8000 }) text: string;
  @NestedList(() => CorrectionInput, { optional: true, maximumItems: 20, description: 'Values of the record that are wrong. The record keeps them; the addendum holds both.' }) corrections?: CorrectionInput[];
}

export class CorrectionView extends CorrectionInput {
  @AnyValue({ description: 'As the record has it.' }) original: string | number | boolean | null;
}

export class AddendumView {
  @Uuid() id: string;
  @Text({ maximum: 8000 }) text: string;
  @NestedList(() => CorrectionView) corrections: CorrectionView[];
  @Uuid() writtenBy: string;
  @Instant() writtenAt: string;
}

export class SignatureView {
  @OneOf(['delivered', 'reviewed']) meaning: string;
  @Uuid() signedBy: string;
  @Text({ description: 'The name as it was at signing.' }) signerName: string;
  @Instant() signedAt: string;
}

export class SessionQuery extends PageQuery {
  @Instant({ optional: true, description: 'Starting at or after.' }) from?: string;
  @Instant({ optional: true, description: 'Starting before.' }) to?: string;
  @OneOf(SESSION_STATUSES, { optional: true }) status?: string;
  @Uuid({ optional: true }) deviceId?: string;
  @Uuid({ optional: true }) operatorId?: string;
  @Uuid({ optional: true }) patientId?: string;
  @Uuid({ optional: true }) courseId?: string;
}

export class SessionWarning {
  @Text() code: string;
  @Text({ maximum: 1000 }) message: string;
}

/** A session; the clinical members are absent for the front desk. */
export class SessionView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @OneOf(SESSION_KINDS) kind: string;
  @Whole({ nullable: true, description: 'Which treatment of the course, from 1.' }) sequence: number | null;
  @OneOf(SESSION_STATUSES) status: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
  @Instant({ nullable: true, description: 'Where it stood before it was moved last.' }) movedFrom: string | null;
  @Flag({ description: 'Cancelled by the patient with less notice than the clinic asks.' }) cancelledLate: boolean;
  @Flag({ description: 'It shares an operator or a room with another session, by permission.' }) overlaps: boolean;
  @Flag({ description: 'It cannot start until two people of the clinic have cleared it.' }) frozen: boolean;
  @NestedList(() => SessionWarning) warnings: SessionWarning[];
  @Text({ optional: true, nullable: true, maximum: 500, description: 'Why it may overlap.' }) overlapReason?: string | null;
  @Uuid({ optional: true, nullable: true, description: 'Who allowed that.' }) overlapBy?: string | null;
  @Text({ optional: true, nullable: true }) phase?: string | null;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true, description: 'The dose as prescribed, with output in % of maximum once started.' }) prescribed?: object | null;
  @NestedList(() => OverrideOfSession, { optional: true, description: 'What a clinician has signed for at its start; kept with what is prescribed, and signed with the record.' }) overrides?: OverrideOfSession[];
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true, description: 'The dose as given, with its class: as-prescribed or below-prescription.' }) delivered?: object | null;
  @Nested(() => ProgressSoFar, { optional: true, nullable: true, description: 'The sum of what was reported while it ran.' }) progress?: ProgressSoFar | null;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true }) tolerability?: object | null;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, nullable: true, description: 'The pre-session check: answers, outcome, findings, clearance.' }) check?: object | null;
  @Instant({ optional: true, nullable: true }) checkedInAt?: string | null;
  @Instant({ optional: true, nullable: true }) startedAt?: string | null;
  @Instant({ optional: true, nullable: true }) endedAt?: string | null;
  @Uuid({ optional: true, nullable: true }) deliveredBy?: string | null;
  @Text({ optional: true, nullable: true, maximum: 1000 }) statusReason?: string | null;
  @NestedList(() => SignatureView, { optional: true }) signatures?: SignatureView[];
  @NestedList(() => AddendumView, { optional: true }) addenda?: AddendumView[];
  @NestedList(() => RowThatDiffers, { optional: true, description: 'Of one session that is read or signed: where the device’s own account does not agree with the record. Absent where it does.' }) deviceDifferences?: RowThatDiffers[];
}

/** A session that was just checked in. */
export class CheckedIn extends SessionView {
  @Nested(() => Briefing) today: Briefing;
}
