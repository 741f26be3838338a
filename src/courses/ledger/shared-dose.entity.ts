import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What a patient had here by modality, for the patient's other clinics while the patient allows it. */
@Entity('shared_doses')
@Unique('shared_doses_modality_key', ['clinicId', 'patientId', 'modality'])
@Index('shared_doses_person', ['personKey'], { where: 'person_key is not null' })
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'shared_doses_patient_fk' })
export class SharedDose {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'shared_doses_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'shared_doses_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') modality: string;
  /** Digest of name, birth date and sex; null without consent to data sharing. */
  @Column('text', { name: 'person_key', nullable: true }) personKey: string | null;
  @Column('int') sessions: number;
  @Column('bigint') pulses: number;
  @Column('timestamptz', { name: 'counted_at' }) countedAt: string;
}
