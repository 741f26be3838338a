import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StaffMember } from './staff-member.entity.js';

/** One login, and with it one family of refresh tokens. */
@Entity('login_sessions')
@Index('login_sessions_staff', ['clinicId', 'staffId'])
@ForeignKey(() => StaffMember, ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'login_sessions_staff_fk' })
export class LoginSession {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'login_sessions_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'login_sessions_pkey' }) id: string;
  @Column('uuid', { name: 'staff_id' }) staffId: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: string | null;
  /** When its owner last gave a password or a code: what is delicate wants that to be minutes ago. */
  @Column('timestamptz', { name: 'confirmed_at' }) confirmedAt: string;
  /** The login itself or its last refresh. */
  @Column('timestamptz', { name: 'last_used_at' }) lastUsedAt: string;
  /** The issuer that vouched for its owner saw a second factor. */
  @Column('boolean', { name: 'second_factor_elsewhere', default: false }) secondFactorElsewhere: boolean;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
}
