import { DateOnly, Described, Flag, OneOf, Text, Uuid } from '../../platform/http/fields.js';
import { CONDITION_CATEGORIES } from '../chronicity/index.js';

const SIDES = ['left', 'right', 'bilateral', 'midline'] as const;

export class NewCondition {
  @Text({ maximum: 8, example: 'G62.9', description: 'ICD-10-CM, upper case, with its point.' }) icd10: string;
  @Text({ maximum: 500 }) description: string;
  @OneOf(CONDITION_CATEGORIES) category: (typeof CONDITION_CATEGORIES)[number];
  @OneOf(SIDES, { optional: true, nullable: true, description: 'The side of pain: the side of stimulation follows from it.' }) side?: string | null;
  @Text({ optional: true, nullable: true, maximum: 8, example: 'MG30.51', description: 'ICD-11 category of the pain, chosen by a clinician.' }) icd11Code?: string | null;
  @DateOnly() onsetDate: string;
  @DateOnly({ optional: true, nullable: true }) resolvedDate?: string | null;
}

export class ConditionChange {
  @Text({ optional: true, maximum: 500 }) description?: string;
  @OneOf(SIDES, { optional: true, nullable: true }) side?: string | null;
  @Text({ optional: true, nullable: true, maximum: 8, example: 'MG30.51', description: 'ICD-11 category of the pain, chosen by a clinician.' }) icd11Code?: string | null;
  @DateOnly({ optional: true }) onsetDate?: string;
  @DateOnly({ optional: true, nullable: true }) resolvedDate?: string | null;
}

export class ConditionView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Text() icd10: string;
  @Text({ nullable: true, description: 'What the code stands for, where it is one of the common ones.' }) icd10Topic: string | null;
  @Text({ maximum: 500 }) description: string;
  @OneOf(CONDITION_CATEGORIES) category: (typeof CONDITION_CATEGORIES)[number];
  @OneOf(SIDES, { nullable: true }) side: string | null;
  @Text({ nullable: true, description: 'ICD-11 category of the pain, as chosen.' }) icd11Code: string | null;
  @DateOnly() onsetDate: string;
  @DateOnly({ nullable: true }) resolvedDate: string | null;
  @Flag({ description: 'Pain for more than three months (ICD-11 MG30).' }) chronic: boolean;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { description: 'ICD-11 categories that may fit, the likeliest first.' }) icd11: object[];
}
