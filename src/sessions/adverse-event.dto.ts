import { Decimal, Flag, Instant, Nested, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { ADVERSE_EVENT_ACTIONS, ADVERSE_EVENT_CATEGORIES, ADVERSE_EVENT_OUTCOMES, CAUSALITIES, EXPECTEDNESSES } from './adverse-event-terms/index.js';

/** Of the day and the moment; each may be left out. */
export class Circumstances {
  @Decimal({ optional: true, minimum: 0, maximum: 24 }) sleepHours?: number;
  @Whole({ optional: true, minimum: 0, maximum: 100, description: 'In the last 24 hours.' }) alcoholDrinks?: number;
  @Text({ optional: true, maximum: 1000, description: 'Not prescribed, or missed.' }) drugs?: string;
  @Whole({ optional: true, minimum: 0, maximum: 10_000, description: 'During or after which train.' }) trainNumber?: number;
  @Whole({ optional: true, minimum: 0, maximum: 604_800, description: 'Between the train and the onset.' }) secondsAfterTrain?: number;
  @Whole({ optional: true, minimum: 0, maximum: 86_400 }) durationSeconds?: number;
  @Flag({ optional: true }) lossOfConsciousness?: boolean;
  @Flag({ optional: true }) tongueBitten?: boolean;
  @Flag({ optional: true }) incontinence?: boolean;
  @Flag({ optional: true }) injury?: boolean;
  @Whole({ optional: true, minimum: 0, maximum: 10_080, description: 'Confused or drowsy afterwards.' }) recoveryMinutes?: number;
  @Text({ optional: true, maximum: 500 }) witness?: string;
}

export class NewAdverseEvent {
  @OneOf(ADVERSE_EVENT_CATEGORIES) category: string;
  @Whole({ minimum: 1, maximum: 5, description: 'Severity: 1 mild to 5 death, after CTCAE version 5.' }) grade: number;
  @Text({ maximum: 4000 }) description: string;
  @Flag({ optional: true, description: 'Serious in the sense of ICH E2A; severity is another matter. A seizure always is.' }) serious?: boolean;
  @OneOf(CAUSALITIES, { optional: true }) causality?: string;
  @OneOf(EXPECTEDNESSES, { optional: true }) expectedness?: string;
  @OneOf(ADVERSE_EVENT_ACTIONS, { optional: true }) action?: string;
  @OneOf(ADVERSE_EVENT_OUTCOMES, { optional: true }) outcome?: string;
  @Instant({ optional: true, description: 'Now unless told.' }) occurredAt?: string;
  @Nested(() => Circumstances, { optional: true, description: 'An injury makes it serious.' }) circumstances?: Circumstances;
}

export class AdverseEventView {
  @Uuid() id: string;
  @Uuid() sessionId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @OneOf(ADVERSE_EVENT_CATEGORIES) category: string;
  @Whole() grade: number;
  @Flag() serious: boolean;
  @OneOf(CAUSALITIES) causality: string;
  @OneOf(EXPECTEDNESSES) expectedness: string;
  @OneOf(ADVERSE_EVENT_ACTIONS) action: string;
  @OneOf(ADVERSE_EVENT_OUTCOMES) outcome: string;
  @Text({ maximum: 4000 }) description: string;
  @Instant() occurredAt: string;
  @Instant() recordedAt: string;
  @Uuid() recordedBy: string;
  @Nested(() => Circumstances, { nullable: true }) circumstances: Circumstances | null;
}
