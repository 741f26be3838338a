import { OverrideGiven } from '../override.dto.js';
import { Decimal, Instant, NestedList, Text, Uuid, Whole } from '../../platform/http/fields.js';

export class RampStepInput {
  @Whole({ minimum: 1, maximum: 500, description: 'The treatment of the course from which on it holds, counted from 1.' }) fromSession: number;
  @Decimal({ minimum: 1, maximum: 200, description: '% of the resting motor threshold; never above the prescription.' }) intensityPercentRmt: number;
}

export class CourseExtensionRequest {
  @Whole({ minimum: 1, maximum: 100 }) sessions: number;
  @Text({ minimum: 3, maximum: 2000 }) reason: string;
  @NestedList(() => OverrideGiven, { optional: true, maximumItems: 40, description: 'Answers to what the rules find in the course as it is with them.' }) overrides?: OverrideGiven[];
}

export class RampChange {
  @NestedList(() => RampStepInput, { maximumItems: 20, description: 'Empty for none.' }) ramp: RampStepInput[];
  @Text({ minimum: 3, maximum: 2000 }) reason: string;
}

export class ExtensionView {
  @Whole() sessions: number;
  @Text({ maximum: 2000 }) reason: string;
  @Uuid() givenBy: string;
  @Instant() givenAt: string;
}
