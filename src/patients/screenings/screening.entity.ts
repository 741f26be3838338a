import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from '../patient.entity.js';

/** One filled-in screening form and what a clinician decided on it. */
@Entity('screenings')
@Index('screenings_patient', ['clinicId', 'patientId', 'screenedAt'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'screenings_patient_fk' })
@Check('screenings_outcome_check', `outcome in ('clear', 'needs-review', 'contraindicated')`)
@Check('screenings_decision_check', `decision in ('cleared', 'excluded')`)
@Check('screenings_review_check', '(decision is null) = (rationale is null) and (decision is null) = (reviewed_at is null)')
export class ScreeningRecord {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'screenings_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'screenings_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text', { name: 'form_version' }) formVersion: string;
  @Column('jsonb') answers: object;
  @Column('text') outcome: string;
  @Column('jsonb') findings: object;
  @Column('timestamptz', { name: 'screened_at' }) screenedAt: string;
  @Column('uuid', { name: 'screened_by' }) screenedBy: string;
  @Column('text', { nullable: true }) decision: string | null;
  @Column('text', { nullable: true }) rationale: string | null;
  @Column('timestamptz', { name: 'reviewed_at', nullable: true }) reviewedAt: string | null;
  @Column('uuid', { name: 'reviewed_by', nullable: true }) reviewedBy: string | null;
}
