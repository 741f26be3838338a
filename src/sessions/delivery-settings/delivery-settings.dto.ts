import { NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';

const SIGNING = ['clinician', 'operator', 'operator-and-clinician'] as const;
const COIL_AT_LIMIT = ['warn', 'refuse'] as const;
const LEVELS = ['stop', 'warn', 'info', 'off'] as const;

export class TopicLevel {
  @Text({ maximum: 60, description: 'A risk of the pre-session form.' }) code: string;
  @OneOf(LEVELS, { description: 'stop holds the session until a clinician answers; off is not asked.' }) level: string;
}

export class DeliverySettingsView {
  @Uuid({ description: 'The clinic’s.' }) id: string;
  @OneOf(SIGNING, { description: 'Whose signature closes a session: any clinician’s, the operator’s who delivered it, or both.' }) signing: string;
  @Whole({ description: 'So long after its end a session is to be signed.' }) signatureDueHours: number;
  @OneOf(COIL_AT_LIMIT, { description: 'Whether a session starts on a device whose coil has reached its limit of pulses.' }) coilAtLimit: string;
  @NestedList(() => TopicLevel, { description: 'Every risk of the form, as strict as this clinic is.' }) preSessionTopics: TopicLevel[];
  @Whole({ description: '0 while nothing was changed.' }) revision: number;
}

export class DeliverySettingsChange {
  @OneOf(SIGNING, { optional: true }) signing?: string;
  @Whole({ optional: true, minimum: 1, maximum: 720 }) signatureDueHours?: number;
  @OneOf(COIL_AT_LIMIT, { optional: true }) coilAtLimit?: string;
  @NestedList(() => TopicLevel, { optional: true, maximumItems: 100, description: 'Those that differ from the default; the others are as the default is.' }) preSessionTopics?: TopicLevel[];
}
