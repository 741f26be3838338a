import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from '../patient.entity.js';

/** A medicine, with what it means for the seizure threshold and, for opioids, its daily equivalent. */
@Entity('medications')
@Index('medications_patient', ['clinicId', 'patientId'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'medications_patient_fk' })
@Check('medications_outcome_check', `outcome in ('response', 'partial-response', 'no-response', 'not-tolerated')`)
@Check('medications_voided_check', '(voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)')
@Check('medications_dates_check', 'stopped_on is null or stopped_on >= started_on')
export class MedicationRecord {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'medications_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'medications_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') name: string;
  @Column('text') dose: string;
  @Column('text') frequency: string;
  @Column('date', { name: 'started_on' }) startedOn: string;
  @Column('date', { name: 'stopped_on', nullable: true }) stoppedOn: string | null;
  /** What it did for what it was given for; the record of drug trials that payers ask for. */
  @Column('text', { nullable: true }) outcome: string | null;
  @Column('text', { name: 'seizure_risk', nullable: true }) seizureRisk: string | null;
  @Column('double precision', { name: 'daily_mme', nullable: true }) dailyMme: number | null;
  @Column('text', { name: 'mme_reason', nullable: true }) mmeReason: string | null;
  @Column('text', { name: 'mme_table_version', nullable: true }) mmeTableVersion: string | null;
  @Column('timestamptz', { name: 'changed_at' }) changedAt: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  /** Entered in error: it stays to be read, and nothing is concluded from it. */
  @Column('timestamptz', { name: 'voided_at', nullable: true }) voidedAt: string | null;
  @Column('uuid', { name: 'voided_by', nullable: true }) voidedBy: string | null;
  @Column('text', { name: 'void_reason', nullable: true }) voidReason: string | null;
}
