import { Flag, Instant, Nested, NestedList, OneOf, Text, Texts, Uuid, Whole } from '../platform/http/fields.js';
import { PatientView } from './patient.dto.js';

export class PatientMerge {
  @Uuid({ description: 'The record that stays; everything of this one goes to it.' }) intoPatientId: string;
  @Text({ minimum: 3, maximum: 2000, description: 'Why both are the same person.' }) reason: string;
  @Flag({ optional: true, description: 'Only tell what would become of them: the merge is done, told and taken back.' }) dryRun?: boolean;
}

export class MovedRows {
  @Text({ example: 'adverse-events' }) what: string;
  @Whole() rows: number;
}

export class MergeHold {
  @Uuid() courseId: string;
  @Text() code: string;
  @Text({ maximum: 10_000 }) detail: string;
}

/** What two records have that one person cannot have. */
export class MergeConflict {
  @OneOf(['session-in-progress', 'course-running', 'booking']) kind: 'session-in-progress' | 'course-running' | 'booking';
  @Text({ maximum: 500 }) message: string;
  @Instant({ optional: true }) startsAt?: string;
  @Instant({ optional: true }) endsAt?: string;
}

export class MergeOutcome {
  @Flag() dryRun: boolean;
  @NestedList(() => MovedRows, { description: 'What goes from the one record to the other, of each kind so many.' }) moved: MovedRows[];
  @NestedList(() => MergeHold, { maximumItems: 1000, description: 'Placed on courses of the one for what the other record tells; each waits for a clinician.' }) holds: MergeHold[];
  @Texts({ description: 'Screenings that count no more, since the other record’s tells of a risk that they deny: the patient is screened again.' }) voidedScreeningIds: string[];
  @NestedList(() => MergeConflict, { description: 'Of a dry run: why the merge would be refused; nothing would be moved then.' }) conflicts: MergeConflict[];
}

export class MergedPatientView extends PatientView {
  @Nested(() => MergeOutcome) merge: MergeOutcome;
}
