import { Flag, Instant, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { ADVERSE_EVENT_ACTIONS, ADVERSE_EVENT_CATEGORIES, ADVERSE_EVENT_OUTCOMES, CAUSALITIES, EXPECTEDNESSES } from './adverse-event-terms/index.js';

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
}
