import { DateOnly, Decimal, Flag, Instant, Nested, OneOf, Text, Texts, Uuid } from '../../platform/http/fields.js';

export const MEDICATION_OUTCOMES = ['response', 'partial-response', 'no-response', 'not-tolerated'] as const;

export class NewMedication {
  @Text({ example: 'Amitriptyline' }) name: string;
  @Text({ maximum: 100, example: '25 mg' }) dose: string;
  @Text({ maximum: 100, example: 'once daily' }) frequency: string;
  @DateOnly() startedOn: string;
  @DateOnly({ optional: true, nullable: true }) stoppedOn?: string | null;
  @OneOf(MEDICATION_OUTCOMES, { optional: true, nullable: true, description: 'What it did for what it was given for; payers ask for it of every drug tried.' }) outcome?: string | null;
}

export class MedicationChange {
  @Text({ optional: true, description: 'As it should have been written. What is said of the seizure threshold and of opioids follows the right name, and a running course is held as if it were entered now. A change of drug is a medication that stops and another one.' }) name?: string;
  @Text({ optional: true, maximum: 100 }) dose?: string;
  @Text({ optional: true, maximum: 100 }) frequency?: string;
  @DateOnly({ optional: true, nullable: true }) stoppedOn?: string | null;
  @OneOf(MEDICATION_OUTCOMES, { optional: true, nullable: true, description: 'What it did for what it was given for; payers ask for it of every drug tried.' }) outcome?: string | null;
}

export class MedicationVoid {
  @Text({ minimum: 3, maximum: 2000, description: 'Why it never should have been there, e.g. of another patient. What was taken and is not any more has a stoppedOn.' }) reason: string;
}

export class MedicationVoided {
  @Instant() at: string;
  @Uuid() by: string;
  @Text({ maximum: 2000 }) reason: string;
}

export class MedicationView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Text() name: string;
  @Text({ maximum: 100 }) dose: string;
  @Text({ maximum: 100 }) frequency: string;
  @DateOnly() startedOn: string;
  @DateOnly({ nullable: true }) stoppedOn: string | null;
  @OneOf(MEDICATION_OUTCOMES, { nullable: true }) outcome: string | null;
  @Flag({ description: 'By the lists of Rossi 2009 (recalled); on no list is not harmless.' }) lowersSeizureThreshold: boolean;
  @Text({ nullable: true, description: 'high, moderate or raises-threshold; null on no list.' }) seizureRisk: string | null;
  @Decimal({ nullable: true, description: 'Morphine milligram equivalents a day (CDC 2022); null where it is no opioid or cannot be told.' }) dailyMme: number | null;
  @Text({ nullable: true, description: 'Why there is no dailyMme.' }) mmeReason: string | null;
  @Text({ nullable: true }) mmeTableVersion: string | null;
  @Texts({ description: 'Listed names (seizure threshold, opioids) that are one letter apart from a word of this one. A typing error hides what a drug does: correct the name, or leave it where it is meant so.' }) similarListedNames: string[];
  @Nested(() => MedicationVoided, { nullable: true, description: 'Entered in error: nothing is concluded from it.' }) voided: MedicationVoided | null;
}
