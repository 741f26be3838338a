import { DateOnly, NestedList, Text, Uuid, Whole } from '../../platform/http/fields.js';
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

export class AuthorisationView extends NewAuthorisation {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Whole({ description: 'Consumed by delivered sessions; those of its days that were given before it was recorded count too.' }) sessionsUsed: number;
  @Whole() sessionsLeft: number;
  @Whole({ description: 'Days from today to the last valid one, that one counted; 0 when it is over.' }) daysLeft: number;
  @NestedList(() => Warning, { description: 'From five sessions or fourteen days before the end on.' }) warnings: Warning[];
}
