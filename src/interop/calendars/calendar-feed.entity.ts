import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export const FEED_KINDS = ['staff', 'device', 'patient'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** A secret link to a calendar; only the digest of the secret is kept. */
@Entity('calendar_feeds')
@Unique('calendar_feeds_secret_key', ['clinicId', 'secretHash'])
@Index('calendar_feeds_staff', ['clinicId', 'createdBy'])
@ForeignKey('StaffMember', ['clinicId', 'createdBy'], ['clinicId', 'id'], { name: 'calendar_feeds_staff_fk' })
@Check('calendar_feeds_kind_check', `kind in ('staff', 'device', 'patient')`)
export class CalendarFeed {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'calendar_feeds_pkey' })
  @ForeignKey('Clinic', { name: 'calendar_feeds_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'calendar_feeds_pkey' }) id: string;
  @Column('text') kind: FeedKind;
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('text', { name: 'secret_hash' }) secretHash: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('uuid', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: string | null;
}
