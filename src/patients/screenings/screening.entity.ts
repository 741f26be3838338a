import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from '../patient.entity.js';

/** One filled-in screening form and what a clinician decided on it. */
@Entity('screenings')
@Index('screenings_patient', ['clinicId', 'patientId', 'screenedAt'])
@Index('screenings_voider', ['clinicId', 'voidedBy'])
@ForeignKey('StaffMember', ['clinicId', 'voidedBy'], ['clinicId', 'id'], { name: 'screenings_voider_fk' })
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'screenings_patient_fk' })
@Check('screenings_outcome_check', `outcome in ('clear', 'needs-review', 'contraindicated')`)
@Check('screenings_decision_check', `decision in ('cleared', 'excluded')`)
@Check('screenings_void_cause_check', `void_cause in ('implant', 'head-injury', 'pregnancy', 'seizure', 'other')`)
@Check('screenings_voided_check', '(voided_at is null) = (void_cause is null) and (voided_at is null) = (voided_by is null) and (voided_at is null) = (void_note is null)')
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
  /** Since when it counts no more, and what overtook it. */
  @Column('timestamptz', { name: 'voided_at', nullable: true }) voidedAt: string | null;
  @Column('uuid', { name: 'voided_by', nullable: true }) voidedBy: string | null;
  @Column('text', { name: 'void_cause', nullable: true }) voidCause: string | null;
  @Column('text', { name: 'void_note', nullable: true }) voidNote: string | null;
}
