import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from '../patient.entity.js';

/** What a patient agreed to, and whether it still holds. */
@Entity('consents')
@Index('consents_patient', ['clinicId', 'patientId'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'consents_patient_fk' })
@Check('consents_kind_check', `kind in ('treatment', 'off-label', 'combined-stimulation', 'data-sharing')`)
export class Consent {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'consents_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'consents_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') kind: string;
  @Column('timestamptz', { name: 'signed_at' }) signedAt: string;
  @Column('text', { name: 'document_version' }) documentVersion: string;
  @Column('text', { name: 'signed_by' }) signedBy: string;
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true }) withdrawnAt: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
