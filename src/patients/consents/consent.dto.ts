import { Instant, OneOf, Text, Uuid } from '../../platform/http/fields.js';

const KINDS = ['treatment', 'off-label', 'data-sharing'] as const;

export class NewConsent {
  @OneOf(KINDS) kind: string;
  @Instant() signedAt: string;
  @Text({ maximum: 60, description: 'Which version of the document was signed.' }) documentVersion: string;
  @Text({ description: 'Who signed: the patient, or somebody for the patient.' }) signedBy: string;
}

export class ConsentView extends NewConsent {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Instant({ nullable: true }) withdrawnAt: string | null;
}
