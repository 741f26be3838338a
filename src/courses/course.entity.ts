import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export const COURSE_STATUSES = ['draft', 'active', 'paused', 'completed', 'discontinued'] as const;
export type CourseStatus = (typeof COURSE_STATUSES)[number];

/** The prescribed plan of many sessions, pinned to one version of a protocol. */
@Entity('courses')
@Index('courses_patient', ['clinicId', 'patientId'])
@Index('courses_condition', ['clinicId', 'conditionId'])
@Index('courses_protocol_version', ['clinicId', 'protocolId', 'protocolVersion'])
@Index('courses_prescriber', ['clinicId', 'prescribedBy'])
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'courses_patient_fk' })
@ForeignKey('Condition', ['clinicId', 'conditionId'], ['clinicId', 'id'], { name: 'courses_condition_fk' })
@ForeignKey('ProtocolVersion', ['clinicId', 'protocolId', 'protocolVersion'], ['clinicId', 'protocolId', 'version'], { name: 'courses_protocol_version_fk' })
@ForeignKey('StaffMember', ['clinicId', 'prescribedBy'], ['clinicId', 'id'], { name: 'courses_prescriber_fk' })
@Check('courses_status_check', `status in ('draft', 'active', 'paused', 'completed', 'discontinued')`)
@Check('courses_hemisphere_check', `hemisphere in ('left', 'right', 'bilateral', 'midline')`)
@Check('courses_sessions_planned_check', 'sessions_planned between 1 and 500')
@Check('courses_sessions_delivered_check', 'sessions_delivered >= 0')
@Check('courses_pulses_delivered_check', 'pulses_delivered >= 0')
export class Course {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'courses_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'courses_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'condition_id', nullable: true }) conditionId: string | null;
  @Column('uuid', { name: 'protocol_id' }) protocolId: string;
  @Column('int', { name: 'protocol_version' }) protocolVersion: number;
  /** Repeated from the protocol version, which never changes. */
  @Column('text') modality: string;
  @Column('text') status: CourseStatus;
  /** The side to stimulate, as prescribed. */
  @Column('text') hemisphere: string;
  @Column('jsonb') target: object;
  /** How the intensity climbs over the first sessions. */
  @Column('jsonb', { nullable: true }) ramp: object | null;
  @Column('text', { nullable: true }) goals: string | null;
  @Column('boolean', { name: 'off_label' }) offLabel: boolean;
  @Column('int', { name: 'sessions_planned' }) sessionsPlanned: number;
  /** Progress: advanced by `sessions` in the transaction that completes one. */
  @Column('int', { name: 'sessions_delivered', default: 0 }) sessionsDelivered: number;
  @Column('bigint', { name: 'pulses_delivered', default: 0 }) pulsesDelivered: number;
  /** When somebody asked for the treatment, where that is known; the wait begins there. */
  @Column('date', { name: 'referred_on', nullable: true }) referredOn: string | null;
  @Column('uuid', { name: 'prescribed_by' }) prescribedBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('timestamptz', { name: 'activated_at', nullable: true }) activatedAt: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: string | null;
  @Column('text', { name: 'end_reason', nullable: true }) endReason: string | null;
}
