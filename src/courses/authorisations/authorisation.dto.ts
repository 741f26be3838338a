import { DateOnly, Text, Uuid, Whole } from '../../platform/http/fields.js';

export class NewAuthorisation {
  @Text() payer: string;
  @Text() reference: string;
  @Whole({ minimum: 1, maximum: 500 }) sessionsApproved: number;
  @DateOnly() validFrom: string;
  @DateOnly() validTo: string;
}

export class AuthorisationView extends NewAuthorisation {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Whole({ description: 'Consumed by delivered sessions.' }) sessionsUsed: number;
  @Whole() sessionsLeft: number;
}
