import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StaffMember } from '../staff-member.entity.js';

export const LINK_PURPOSES = ['invitation', 'password-reset'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** A link that lets its holder set a member's password, once and for a while; kept as a digest. */
@Entity('account_links')
@Index('account_links_staff', ['clinicId', 'staffId'])
@Check('account_links_purpose_check', `purpose in ('invitation', 'password-reset')`)
@ForeignKey(() => StaffMember, ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'account_links_staff_fk' })
export class AccountLink {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'account_links_pkey' }) clinicId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'account_links_pkey' }) digest: string;
  @Column('uuid', { name: 'staff_id' }) staffId: string;
  @Column('text') purpose: LinkPurpose;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt: string | null;
}
