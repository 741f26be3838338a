import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { SESSION_STATES, type SessionState } from './session-states/index.js';

export const SESSION_STATUSES = SESSION_STATES;
export type SessionStatus = SessionState;
export const SESSION_KINDS = ['mapping', 'treatment', 'follow-up'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** One visit, from booked to signed. */
@Entity('sessions')
@Index('sessions_day', ['clinicId', 'startsAt', 'id'])
@Index('sessions_course', ['clinicId', 'courseId', 'startsAt'])
@Index('sessions_patient', ['clinicId', 'patientId', 'startsAt'])
@Index('sessions_device', ['clinicId', 'deviceId', 'startsAt'])
@Index('sessions_room', ['clinicId', 'roomId', 'startsAt'])
@Index('sessions_operator', ['clinicId', 'operatorId', 'startsAt'])
@Index('sessions_one_in_progress', ['clinicId', 'patientId'], { unique: true, where: `status = 'in-progress'` })
@Index('sessions_one_on_device', ['clinicId', 'runningOn'], { unique: true, where: `status = 'in-progress'` })
@Index('sessions_with_overrides', ['clinicId', 'courseId'], { where: `prescribed ? 'overrides'` })
@Index('sessions_changed', ['clinicId', 'changedIn'])
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'sessions_course_fk' })
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'sessions_patient_fk' })
@ForeignKey('Device', ['clinicId', 'deviceId'], ['clinicId', 'id'], { name: 'sessions_device_fk' })
@ForeignKey('Room', ['clinicId', 'roomId'], ['clinicId', 'id'], { name: 'sessions_room_fk' })
@ForeignKey('StaffMember', ['clinicId', 'operatorId'], ['clinicId', 'id'], { name: 'sessions_operator_fk' })
@Check('sessions_kind_check', `kind in ('mapping', 'treatment', 'follow-up')`)
@Check('sessions_sequence_check', 'sequence > 0')
@Check('sessions_status_check', `status in ('scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed', 'cancelled', 'no-show', 'aborted')`)
@Check('sessions_overlap_check', '(overlap_reason is null) = (overlap_by is null)')
@Check('sessions_times_check', `starts_at < ends_at and ends_at - starts_at <= interval '8 hours'`)
export class Session {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'sessions_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sessions_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') kind: SessionKind;
  /** Which treatment of the course it is, from 1; null for mapping and follow-up. */
  @Column('int', { nullable: true }) sequence: number | null;
  /** Name of the protocol's phase it belongs to. */
  @Column('text', { nullable: true }) phase: string | null;
  @Column('text') status: SessionStatus;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: string;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: string;
  @Column('uuid', { name: 'device_id' }) deviceId: string;
  @Column('uuid', { name: 'room_id' }) roomId: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  /** The dose as prescribed, with the output that follows from the threshold at the start. */
  @Column('jsonb', { nullable: true }) prescribed: object | null;
  @Column('jsonb', { nullable: true }) delivered: object | null;
  @Column('jsonb', { nullable: true }) tolerability: object | null;
  @Column('timestamptz', { name: 'checked_in_at', nullable: true }) checkedInAt: string | null;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: string | null;
  @Column('uuid', { name: 'delivered_by', nullable: true }) deliveredBy: string | null;
  /** The device, from the start to the end: no second session runs on it. */
  @Column('uuid', { name: 'running_on', nullable: true }) runningOn: string | null;
  /** Why it was cancelled, moved, aborted or missed. */
  @Column('text', { name: 'status_reason', nullable: true }) statusReason: string | null;
  /** Given up by the patient later than the clinic's notice. */
  @Column('boolean', { name: 'cancelled_late', default: false }) cancelledLate: boolean;
  /** Why it may share an operator or a room with another session, and who allowed it. */
  @Column('text', { name: 'overlap_reason', nullable: true }) overlapReason: string | null;
  @Column('uuid', { name: 'overlap_by', nullable: true }) overlapBy: string | null;
  @Column('timestamptz', { name: 'moved_from', nullable: true }) movedFrom: string | null;
  /** There is no room around it for the other parts of the plan as it was changed since. */
  @Column('boolean', { name: 'plan_differs', default: false }) planDiffers: boolean;
  /** Counts moves and cancellations: the SEQUENCE of calendars. Kept by the database. */
  @Column('int', { default: 0 }) revision: number;
  /** When the last of these was; null where there was none. Where its writer says nothing the database does. */
  @Column('timestamptz', { name: 'revised_at', nullable: true }) revisedAt: string | null;
  /** The transaction that changed the row last. Kept by the database. */
  @Column('bigint', { name: 'changed_in', default: 0 }) changedIn: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
}
