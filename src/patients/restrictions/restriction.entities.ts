import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Patient } from '../patient.entity.js';

/** A record that is closed to all but the patient's own team. */
@Entity('patient_restrictions')
@Index('patient_restrictions_patient', ['clinicId', 'patientId'])
@Index('patient_restrictions_live', ['clinicId', 'patientId'], { where: 'lifted_at is null' })
@Index('patient_restrictions_restricted_by', ['clinicId', 'restrictedBy'])
@Index('patient_restrictions_lifted_by', ['clinicId', 'liftedBy'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'patient_restrictions_patient_fk' })
@ForeignKey('StaffMember', ['clinicId', 'restrictedBy'], ['clinicId', 'id'], { name: 'patient_restrictions_restricted_by_fk' })
@ForeignKey('StaffMember', ['clinicId', 'liftedBy'], ['clinicId', 'id'], { name: 'patient_restrictions_lifted_by_fk' })
@Check('patient_restrictions_lift_check', '(lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)')
export class PatientRestriction {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'patient_restrictions_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'patient_restrictions_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') reason: string;
  /** Who may see it besides the clinicians who prescribed one of the patient's courses. */
  @Column('uuid', { name: 'staff_ids', array: true }) staffIds: string[];
  @Column('timestamptz', { name: 'restricted_at' }) restrictedAt: string;
  @Column('uuid', { name: 'restricted_by' }) restrictedBy: string;
  @Column('timestamptz', { name: 'lifted_at', nullable: true }) liftedAt: string | null;
  @Column('uuid', { name: 'lifted_by', nullable: true }) liftedBy: string | null;
  @Column('text', { name: 'lift_reason', nullable: true }) liftReason: string | null;
}

/** Somebody opened a closed record for themselves, for a while and with a reason. */
@Entity('glass_grants')
@Index('glass_grants_patient', ['clinicId', 'patientId', 'id'])
@Index('glass_grants_staff', ['clinicId', 'staffId', 'expiresAt'])
@ForeignKey(() => Patient, ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'glass_grants_patient_fk' })
@ForeignKey('StaffMember', ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'glass_grants_staff_fk' })
@Check('glass_grants_expiry_check', 'expires_at > broken_at')
export class GlassGrant {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'glass_grants_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'glass_grants_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'staff_id' }) staffId: string;
  @Column('text') reason: string;
  @Column('timestamptz', { name: 'broken_at' }) brokenAt: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
}

/** What somebody else makes of an opening; said once. */
@Entity('glass_reviews')
@Index('glass_reviews_reviewed_by', ['clinicId', 'reviewedBy'])
@ForeignKey(() => GlassGrant, ['clinicId', 'grantId'], ['clinicId', 'id'], { name: 'glass_reviews_grant_fk' })
@ForeignKey('StaffMember', ['clinicId', 'reviewedBy'], ['clinicId', 'id'], { name: 'glass_reviews_reviewed_by_fk' })
export class GlassReview {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'glass_reviews_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { name: 'grant_id', primaryKeyConstraintName: 'glass_reviews_pkey' }) grantId: string;
  @Column('timestamptz', { name: 'reviewed_at' }) reviewedAt: string;
  @Column('uuid', { name: 'reviewed_by' }) reviewedBy: string;
  @Column('boolean') justified: boolean;
  @Column('text') note: string;
}
