import { Instant, Text, Texts, Uuid } from '../platform/http/fields.js';

export class OverrideGiven {
  @Text({ maximum: 40, pattern: /^[A-Za-z0-9-]+$/, example: 'S05', description: 'The safety rule, or the code of the missing item, that is answered.' }) rule: string;
  @Text({ minimum: 3, maximum: 2000, description: 'Why the clinician accepts it.' }) rationale: string;
}

/** A clinician's signed answer to a safety finding: which rule, what it had found, why, who, when. */
export class OverrideOfSession {
  @Text() rule: string;
  @Texts({ nullable: true, description: 'What had been found when it was given, which is all that it answers; null of one from before this was kept.' }) answered: string[] | null;
  @Text({ maximum: 2000 }) rationale: string;
  @Uuid() givenBy: string;
  @Instant() givenAt: string;
}

export class OverrideView extends OverrideOfSession {
  @Uuid({ nullable: true, description: 'The session at whose start it was given, and which alone it answers; null of one for the course.' }) sessionId: string | null;
}
