import { Instant, OneOf, Text, Uuid } from '../../platform/http/fields.js';

const KINDS = ['treatment', 'off-label', 'combined-stimulation', 'data-sharing'] as const;

export class NewConsent {
  @OneOf(KINDS, { description: 'The one signed last of a kind counts: taken back, those before it do not come back. combined-stimulation is for a current with pulses.' }) kind: string;
  @Instant() signedAt: string;
  @Text({ maximum: 60, description: 'Which version of the document was signed.' }) documentVersion: string;
  @Text({ description: 'Who signed: the patient, or somebody for the patient.' }) signedBy: string;
}

export class ConsentView extends NewConsent {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Instant({ nullable: true }) withdrawnAt: string | null;
}
