import { Instant, Nested, NestedList, Text, Uuid, Whole } from '../../platform/http/fields.js';

export class DoseTotal {
  @Whole() sessions: number;
  @Whole() pulses: number;
}

export class LedgerCourse {
  @Uuid() courseId: string;
  @Text() status: string;
  @Text() protocolCode: string;
  @Text() modality: string;
  @Text() targetRegion: string;
  @Text() hemisphere: string;
  @Whole() sessionsPlanned: number;
  @Whole() sessions: number;
  @Whole() pulses: number;
  @Instant({ nullable: true }) activatedAt: string | null;
  @Instant({ nullable: true }) endedAt: string | null;
}

export class LedgerModality {
  @Text() modality: string;
  @Whole() sessions: number;
  @Whole() pulses: number;
}

export class DoseLedger {
  @Uuid() patientId: string;
  @Nested(() => DoseTotal, { description: 'Over everything below.' }) total: DoseTotal;
  @NestedList(() => LedgerModality) byModality: LedgerModality[];
  @NestedList(() => LedgerCourse, { description: 'Courses of this clinic, oldest first.' }) courses: LedgerCourse[];
  @NestedList(() => LedgerModality, { description: 'What other clinics of this deployment gave a person of the same name, birth date and sex, where the patient consented to data sharing here and there.' }) elsewhere: LedgerModality[];
  @Instant() asOf: string;
}
