import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { KeptPlace } from '../kept-place.js';

export const WAITLIST_STATUSES = ['waiting', 'booked', 'withdrawn', 'expired'] as const;
export type WaitlistStatus = (typeof WAITLIST_STATUSES)[number];
export const OFFER_STATUSES = ['open', 'accepted', 'declined', 'lost', 'expired'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/** When a patient could come, in the clinic's wall-clock time. */
export interface WaitlistWindow {
  weekday?: number;
  from: string;
  to: string;
}

/** Somebody who would take an appointment that becomes free: one more of a course, or an earlier one for a session. */
@Entity('waitlist_entries')
@Index('waitlist_entries_one_waiting', ['clinicId', 'courseId'], { unique: true, where: `status = 'waiting'` })
@Index('waitlist_entries_course', ['clinicId', 'courseId'])
@Index('waitlist_entries_patient', ['clinicId', 'patientId'])
@Index('waitlist_entries_session', ['clinicId', 'sessionId'])
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'waitlist_entries_course_fk' })
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'waitlist_entries_patient_fk' })
@ForeignKey('Session', ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'waitlist_entries_session_fk' })
@Check('waitlist_entries_status_check', `status in ('waiting', 'booked', 'withdrawn', 'expired')`)
export class WaitlistEntry {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'waitlist_entries_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'waitlist_entries_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  /** The booked session to bring forward; null for one more of the course. */
  @Column('uuid', { name: 'session_id', nullable: true }) sessionId: string | null;
  @Column('jsonb') windows: WaitlistWindow[];
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
  @Column('text') status: WaitlistStatus;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}

/** A free time that was offered; it reserves nothing, and the first answer wins. */
@Entity('waitlist_offers')
@Index('waitlist_offers_entry', ['clinicId', 'entryId'])
@Index('waitlist_offers_one_open', ['clinicId', 'entryId'], { unique: true, where: `status = 'open'` })
@ForeignKey('WaitlistEntry', ['clinicId', 'entryId'], ['clinicId', 'id'], { name: 'waitlist_offers_entry_fk' })
@Check('waitlist_offers_status_check', `status in ('open', 'accepted', 'declined', 'lost', 'expired')`)
export class WaitlistOffer extends KeptPlace {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'waitlist_offers_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'waitlist_offers_pkey' }) id: string;
  @Column('uuid', { name: 'entry_id' }) entryId: string;
  @Column('text') status: OfferStatus;
}
