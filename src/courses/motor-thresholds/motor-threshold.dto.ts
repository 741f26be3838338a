import { Decimal, Flag, Instant, Nested, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { COIL_TYPES, type CoilType } from '../../clinics/read.js';
import { Warning } from '../course.dto.js';
import { METHODS, MUSCLES, OCCASIONS } from './motor-threshold.entity.js';

export class ThresholdTrial {
  @Whole({ minimum: 1, maximum: 100, description: '% of maximum stimulator output.' }) outputPercentMso: number;
  @Decimal({ optional: true, minimum: 0, maximum: 50_000, description: 'Peak to peak; either this or whether the muscle twitched.' }) mepMicrovolts?: number;
  @Flag({ optional: true }) twitch?: boolean;
}

/** How it was found, as far as somebody has written it down. */
const MUSCLE = { description: 'Abductor pollicis brevis, first dorsal interosseous, abductor digiti minimi or tibialis anterior.' };
const HOTSPOT = { maximum: 500, description: 'Where the muscle answered best: coordinates of the navigation, or centimetres on the scalp.' };
const COIL_ANGLE = { minimum: 0, maximum: 359, description: 'Of the handle to the midline.' };
const OCCASION = { description: 'What it was measured for.' };

/** In SMT units (standard motor threshold, the unit of NeuroStar) no output follows that could be held against a stimulator’s maximum. */
const UNITS = ['percent-mso', 'smt'] as const;

export class NewMotorThreshold {
  @Decimal({ minimum: 1, maximum: 100, description: '% of maximum stimulator output.', example: 54 }) percentMso: number;
  @OneOf(UNITS, { optional: true, description: 'What percentMso is in: % of maximum stimulator output. Others are refused, SMT units by name: 1.0 SMT is no share of a maximum, so no output follows from it.' }) unit?: (typeof UNITS)[number];
  @OneOf(METHODS, { description: 'By sight, by EMG (5 of 10), by adaptive hunting, as the mean of two thresholds, or by the stimulator itself.' }) method: string;
  @Instant() measuredAt: string;
  @OneOf(['left', 'right']) hemisphere: string;
  @Uuid({ optional: true, description: 'The device it was measured on; it does not carry over to another.' }) deviceId?: string;
  @OneOf(COIL_TYPES, { optional: true, description: 'The kind of coil it was measured with; that of the device unless told.' }) coilType?: CoilType;
  @Text({ optional: true, maximum: 500, description: 'Why it was measured again.' }) reason?: string;
  @OneOf(OCCASIONS, { ...OCCASION, optional: true }) occasion?: (typeof OCCASIONS)[number];
  @OneOf(MUSCLES, { ...MUSCLE, optional: true }) muscle?: (typeof MUSCLES)[number];
  @Text({ ...HOTSPOT, optional: true }) hotspot?: string;
  @Whole({ ...COIL_ANGLE, optional: true }) coilAngleDegrees?: number;
  @NestedList(() => ThresholdTrial, { optional: true, minimumItems: 1, maximumItems: 200, description: 'The single pulses in their order.' }) trials?: ThresholdTrial[];
}

export class ThresholdSigning {
  @Text({ optional: true, maximum: 256, description: 'The signer’s password, asked again; or a code of the second factor.' }) password?: string;
  @Text({ optional: true, maximum: 20 }) otp?: string;
}

export class ThresholdSignature {
  @Uuid() signedBy: string;
  @Text({ description: 'The name as it was at signing.' }) signerName: string;
  @Instant() signedAt: string;
}

export class MotorThresholdView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @OneOf(['percent-mso'], { description: '% of maximum stimulator output of the device and coil that it was measured with.' }) unit: string;
  @Decimal() percentMso: number;
  @Text() method: string;
  @Instant() measuredAt: string;
  @Text() hemisphere: string;
  @Uuid({ nullable: true }) deviceId: string | null;
  @OneOf(COIL_TYPES, { nullable: true }) coilType: CoilType | null;
  @Text({ nullable: true, maximum: 500 }) reason: string | null;
  @OneOf(OCCASIONS, { ...OCCASION, nullable: true }) occasion: (typeof OCCASIONS)[number] | null;
  @OneOf(MUSCLES, { ...MUSCLE, nullable: true }) muscle: (typeof MUSCLES)[number] | null;
  @Text({ ...HOTSPOT, nullable: true }) hotspot: string | null;
  @Whole({ ...COIL_ANGLE, nullable: true }) coilAngleDegrees: number | null;
  @NestedList(() => ThresholdTrial, { nullable: true }) trials: ThresholdTrial[] | null;
  @Uuid() measuredBy: string;
  @Nested(() => ThresholdSignature, { nullable: true, description: 'Of the clinician who stands for it.' }) signature: ThresholdSignature | null;
  @Whole({ nullable: true, description: 'The intensity that follows, in % of maximum stimulator output, rounded down.' }) outputPercentMso: number | null;
  @Flag({ nullable: true }) deliverable: boolean | null;
  @NestedList(() => Warning) warnings: Warning[];
}
