import { Decimal, Flag, Instant, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { COIL_TYPES, type CoilType } from '../../clinics/read.js';
import { Warning } from '../course.dto.js';

export class NewMotorThreshold {
  @Decimal({ minimum: 1, maximum: 100, description: '% of maximum stimulator output.', example: 54 }) percentMso: number;
  @OneOf(['visual', 'emg', 'pest']) method: string;
  @Instant() measuredAt: string;
  @OneOf(['left', 'right']) hemisphere: string;
  @Uuid({ optional: true, description: 'The device it was measured on; it does not carry over to another.' }) deviceId?: string;
  @OneOf(COIL_TYPES, { optional: true, description: 'The kind of coil it was measured with; that of the device unless told.' }) coilType?: CoilType;
  @Text({ optional: true, maximum: 500, description: 'Why it was measured again.' }) reason?: string;
}

export class MotorThresholdView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Decimal() percentMso: number;
  @Text() method: string;
  @Instant() measuredAt: string;
  @Text() hemisphere: string;
  @Uuid({ nullable: true }) deviceId: string | null;
  @OneOf(COIL_TYPES, { nullable: true }) coilType: CoilType | null;
  @Text({ nullable: true, maximum: 500 }) reason: string | null;
  @Uuid() measuredBy: string;
  @Whole({ nullable: true, description: 'The intensity that follows, in % of maximum stimulator output, rounded down.' }) outputPercentMso: number | null;
  @Flag({ nullable: true }) deliverable: boolean | null;
  @NestedList(() => Warning) warnings: Warning[];
}
