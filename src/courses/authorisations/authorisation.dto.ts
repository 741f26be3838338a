import { DateOnly, Flag, Instant, Nested, NestedList, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { Warning } from '../course.dto.js';

export class NewAuthorisation {
  @Text() payer: string;
  @Text() reference: string;
  @Whole({ minimum: 1, maximum: 500 }) sessionsApproved: number;
  @DateOnly() validFrom: string;
  @DateOnly() validTo: string;
}

export class AuthorisationExtension {
  @Whole({ optional: true, minimum: 1, maximum: 500, description: 'Approved on top of what was.' }) sessions?: number;
  @DateOnly({ optional: true, description: 'Never earlier than before.' }) validTo?: string;
  @Text({ optional: true, description: "The payer's reference of the extension." }) reference?: string;
  @Text({ minimum: 3, maximum: 2000 }) reason: string;
}

export class AuthorisationCorrection {
  @Text({ optional: true }) payer?: string;
  @Text({ optional: true }) reference?: string;
  @Whole({ optional: true, minimum: 1, maximum: 500, description: 'Never below what is counted to it within its days; where fewer were approved, void it and enter it anew.' }) sessionsApproved?: number;
  @DateOnly({ optional: true }) validFrom?: string;
  @DateOnly({ optional: true, description: 'Sessions that were counted to it and now lie outside its days are counted anew: to another authorisation that has something left, else to none, and say so.' }) validTo?: string;
  @Text({ minimum: 3, maximum: 2000, description: 'What was wrong.' }) reason: string;
}

export class AuthorisationVoid {
  @Text({ minimum: 3, maximum: 2000, description: 'Why it never should have been there.' }) reason: string;
  @Flag({ optional: true, description: 'No payer has a say in this course: the letter was another patient’s. It then warns of nothing, and the waiting list offers without asking for an authorisation. May be said of one that is void already, once.' }) noPayerConcerned?: boolean;
}

export class AuthorisationVoided {
  @Instant() at: string;
  @Uuid() by: string;
  @Text({ maximum: 2000 }) reason: string;
  @Flag({ description: 'It gives no payer a say in this course.' }) noPayerConcerned: boolean;
}

export class AuthorisationView extends NewAuthorisation {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Whole({ description: 'Consumed by delivered sessions; those of its days that were given before it was recorded count too.' }) sessionsUsed: number;
  @Whole() sessionsLeft: number;
  @Whole({ description: 'Days from today to the last valid one, that one counted; 0 when it is over.' }) daysLeft: number;
  @NestedList(() => Warning, { description: 'From five sessions or fourteen days before the end on; and while sessions of the course that were given are counted to no authorisation.' }) warnings: Warning[];
  @Nested(() => AuthorisationVoided, { nullable: true, description: 'Entered in error: it pays for nothing.' }) voided: AuthorisationVoided | null;
}
