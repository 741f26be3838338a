import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { MotorThreshold } from './motor-threshold.entity.js';

/** A clinician stands for a measurement that doses rest on. Written once. */
@Entity('motor_threshold_signatures')
@Unique('motor_threshold_signatures_threshold_key', ['clinicId', 'motorThresholdId'])
@Index('motor_threshold_signatures_signer', ['clinicId', 'signedBy'])
@ForeignKey(() => MotorThreshold, ['clinicId', 'motorThresholdId'], ['clinicId', 'id'], { name: 'motor_threshold_signatures_threshold_fk' })
@ForeignKey('StaffMember', ['clinicId', 'signedBy'], ['clinicId', 'id'], { name: 'motor_threshold_signatures_signer_fk' })
export class MotorThresholdSignature {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'motor_threshold_signatures_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'motor_threshold_signatures_pkey' }) id: string;
  @Column('uuid', { name: 'motor_threshold_id' }) motorThresholdId: string;
  @Column('uuid', { name: 'signed_by' }) signedBy: string;
  @Column('text', { name: 'signer_name' }) signerName: string;
  @Column('timestamptz', { name: 'signed_at' }) signedAt: string;
}
