import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from './patient.entity.js';

/** Name, contact and the like as they stood from one moment on; written once. */
@Entity('patient_demographics')
@Index('patient_demographics_patient', ['clinicId', 'patientId', 'id'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'patient_demographics_patient_fk' })
export class PatientDemographics {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'patient_demographics_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'patient_demographics_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('jsonb') demographics: object;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: string;
  @Column('uuid', { name: 'recorded_by', nullable: true }) recordedBy: string | null;
}
