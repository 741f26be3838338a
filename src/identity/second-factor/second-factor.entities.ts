import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { StaffMember } from '../staff-member.entity.js';

/** The secret that a member shares with their authenticator. It counts from its first good code on. */
@Entity('second_factors')
@ForeignKey(() => StaffMember, ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'second_factors_staff_fk' })
export class SecondFactor {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'second_factors_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'second_factors_pkey' }) staffId: string;
  /** AES-256-GCM; the key is not in the database. */
  @Column('text', { name: 'sealed_secret' }) sealedSecret: string;
  /** The last step of thirty seconds of which a code was taken: none of it or before it is taken again. */
  @Column('bigint', { name: 'last_step', default: 0 }) lastStep: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true }) confirmedAt: string | null;
}

/** For whoever has lost the authenticator; each is good once. */
@Entity('recovery_codes')
@ForeignKey(() => SecondFactor, ['clinicId', 'staffId'], ['clinicId', 'staffId'], { name: 'recovery_codes_factor_fk', onDelete: 'CASCADE' })
export class RecoveryCode {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'recovery_codes_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'recovery_codes_pkey' }) staffId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'recovery_codes_pkey' }) digest: string;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt: string | null;
}

/** What a clinic demands of its staff beyond a password. */
@Entity('security_settings')
@Check('security_settings_roles_check', `second_factor_roles <@ array['admin', 'clinician', 'operator', 'front-desk', 'auditor']`)
export class SecuritySettings {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'security_settings_pkey' })
  @ForeignKey('Clinic', { name: 'security_settings_clinic_fk' })
  clinicId: string;
  @Column('text', { name: 'second_factor_roles', array: true }) secondFactorRoles: string[];
}
