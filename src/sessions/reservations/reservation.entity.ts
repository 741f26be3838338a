import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { KeptPlace } from '../kept-place.js';
import type { SessionKind } from '../session.entity.js';

export const RESERVATION_STATUSES = ['open', 'booked', 'released', 'lapsed'] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** A time with its device, room and operator that is kept for a course for some minutes. What it takes stands among the claims. */
@Entity('reservations')
@Index('reservations_course', ['clinicId', 'courseId'])
@Index('reservations_patient', ['clinicId', 'patientId'])
@Index('reservations_session', ['clinicId', 'sessionId'])
@Index('reservations_changed', ['clinicId', 'changedIn'])
@Index('reservations_open', ['clinicId', 'expiresAt'], { where: `status = 'open'` })
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'reservations_course_fk' })
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'reservations_patient_fk' })
@ForeignKey('Session', ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'reservations_session_fk' })
@Check('reservations_kind_check', `kind in ('mapping', 'treatment', 'follow-up')`)
@Check('reservations_status_check', `status in ('open', 'booked', 'released', 'lapsed')`)
@Check('reservations_times_check', 'starts_at < ends_at')
@Check('reservations_booked_check', `(status = 'booked') = (session_id is not null)`)
export class Reservation extends KeptPlace {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'reservations_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reservations_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') kind: SessionKind;
  @Column('text') status: ReservationStatus;
  @Column('uuid', { name: 'session_id', nullable: true }) sessionId: string | null;
  /** The transaction that changed the row last. Kept by the database. */
  @Column('bigint', { name: 'changed_in', default: 0 }) changedIn: number;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
}
