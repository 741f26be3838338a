import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from '../patient.entity.js';

/** A diagnosis, with its side and its span. */
@Entity('conditions')
@Index('conditions_patient', ['clinicId', 'patientId'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'conditions_patient_fk' })
@Check(
  'conditions_category_check',
  `category in ('neuropathic-pain', 'musculoskeletal-pain', 'fibromyalgia', 'inflammatory-pain', 'headache', 'crps', 'post-stroke-pain', 'other-pain', 'depression', 'anxiety', 'other')`,
)
@Check('conditions_side_check', `side in ('left', 'right', 'bilateral', 'midline')`)
@Check('conditions_dates_check', 'resolved_date is null or resolved_date >= onset_date')
export class Condition {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'conditions_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'conditions_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') icd10: string;
  @Column('text') description: string;
  @Column('text') category: string;
  /** The category of ICD-11 MG30 that a clinician chose. */
  @Column('text', { nullable: true }) icd11: string | null;
  @Column('text', { nullable: true }) side: string | null;
  @Column('date', { name: 'onset_date' }) onsetDate: string;
  @Column('date', { name: 'resolved_date', nullable: true }) resolvedDate: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
