import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('staff')
@Unique('staff_email_key', ['clinicId', 'email'])
@Index('staff_login', ['email'])
@Check('staff_roles_check', `roles <@ array['admin', 'clinician', 'operator', 'front-desk', 'auditor'] and cardinality(roles) > 0`)
export class StaffMember {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'staff_pkey' })
  @ForeignKey('Clinic', { name: 'staff_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'staff_pkey' }) id: string;
  /** Lower case. */
  @Column('text') email: string;
  @Column('text', { name: 'display_name' }) displayName: string;
  @Column('text', { array: true }) roles: string[];
  /** argon2id; null until a password is set. */
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
  /** Counts changes of roles; access tokens made before the last change are no longer good. */
  @Column('int', { name: 'access_version', default: 1 }) accessVersion: number;
  @Column('timestamptz', { name: 'deactivated_at', nullable: true }) deactivatedAt: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
