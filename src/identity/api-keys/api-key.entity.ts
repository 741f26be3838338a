import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StaffMember } from '../staff-member.entity.js';

/** A key for a machine. It acts for whoever made it, and may never do more than they may at the time. */
@Entity('api_keys')
@Index('api_keys_created_by', ['clinicId', 'createdBy'])
@Check('api_keys_permissions_check', 'cardinality(permissions) > 0')
@ForeignKey(() => StaffMember, ['clinicId', 'createdBy'], ['clinicId', 'id'], { name: 'api_keys_created_by_fk' })
export class ApiKey {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'api_keys_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'api_keys_pkey' }) id: string;
  @Column('text') name: string;
  @Column('text', { array: true }) permissions: string[];
  /** SHA-256 of a secret of 256 bits. */
  @Column('text') digest: string;
  @Column('uuid', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: string | null;
  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: string | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: string | null;
}
