import { Exclude } from 'class-transformer';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';

// Entities with relations, as the documentation of NestJS shows them, on the product's own tables.
const to = (name: string): { name: string; referencedColumnName: string }[] => [
  { name: 'clinic_id', referencedColumnName: 'clinicId' },
  { name, referencedColumnName: 'id' },
];

class OfClinic {
  @Exclude() @PrimaryColumn('uuid', { name: 'clinic_id' }) clinicId: string;
  @PrimaryColumn('uuid') id: string;
}

@Entity('patients')
export class Patient extends OfClinic {
  @Column('text') mrn: string;
  @Column('text', { name: 'given_name' }) givenName: string;
  @Column('text', { name: 'family_name' }) familyName: string;
  @Column('date', { name: 'birth_date' }) birthDate: string;
  @Column('text', { name: 'sex_at_birth' }) sexAtBirth: string;
  @Column('text') handedness: string;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}

@Entity('devices')
export class Device extends OfClinic {
  @Column('text') name: string;
  @Column('text') status: string;
}

@Entity('rooms')
export class Room extends OfClinic {
  @Column('text') name: string;
}

@Entity('staff')
export class StaffMember extends OfClinic {
  @Column('text', { name: 'display_name' }) displayName: string;
  @Exclude() @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
}

@Entity('protocols')
export class Protocol extends OfClinic {
  @Column('text') code: string;
  @Column('text') name: string;
}

@Entity('courses')
export class Course extends OfClinic {
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'protocol_id' }) protocolId: string;
  @Column('text') status: string;
  @Column('text') hemisphere: string;
  @Column('integer', { name: 'sessions_planned' }) sessionsPlanned: number;
  @Column('bigint', { name: 'pulses_delivered' }) pulsesDelivered: string;
  @ManyToOne(() => Protocol) @JoinColumn(to('protocol_id')) protocol: Protocol;
  @ManyToOne(() => Patient) @JoinColumn(to('patient_id')) patient: Patient;
  @OneToMany(() => Session, (session) => session.course) sessions: Session[];
  @OneToMany(() => Assessment, (assessment) => assessment.course) assessments: Assessment[];
  @OneToMany(() => MotorThreshold, (threshold) => threshold.course) motorThresholds: MotorThreshold[];
}

@Entity('sessions')
export class Session extends OfClinic {
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('text') kind: string;
  @Column('integer', { nullable: true }) sequence: number | null;
  @Column('text', { nullable: true }) phase: string | null;
  @Column('text') status: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  @Column('uuid', { name: 'device_id' }) deviceId: string;
  @Column('uuid', { name: 'room_id' }) roomId: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('jsonb', { nullable: true }) prescribed: object | null;
  @Column('jsonb', { nullable: true }) delivered: object | null;
  @Column('timestamptz', { name: 'checked_in_at', nullable: true }) checkedInAt: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @ManyToOne(() => Course, (course) => course.sessions) @JoinColumn(to('course_id')) course: Course;
  @ManyToOne(() => Patient) @JoinColumn(to('patient_id')) patient: Patient;
  @ManyToOne(() => Device) @JoinColumn(to('device_id')) device: Device;
  @ManyToOne(() => Room) @JoinColumn(to('room_id')) room: Room;
  @ManyToOne(() => StaffMember) @JoinColumn(to('operator_id')) operator: StaffMember;
}

@Entity('assessments')
export class Assessment extends OfClinic {
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') measure: string;
  @Column('text', { name: 'recall_period' }) recallPeriod: string;
  @Column('double precision', { nullable: true }) score: number | null;
  @Column('text', { nullable: true }) severity: string | null;
  @Column('timestamptz', { name: 'assessed_at' }) assessedAt: Date;
  @Column('integer', { name: 'session_number' }) sessionNumber: number;
  @ManyToOne(() => Course, (course) => course.assessments) @JoinColumn(to('course_id')) course: Course;
}

@Entity('motor_thresholds')
export class MotorThreshold extends OfClinic {
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('numeric', { name: 'percent_mso' }) percentMso: string;
  @Column('text') method: string;
  @Column('timestamptz', { name: 'measured_at' }) measuredAt: Date;
  @ManyToOne(() => Course, (course) => course.motorThresholds) @JoinColumn(to('course_id')) course: Course;
}

@Entity('claims')
export class Claim extends OfClinic {
  @Column('text') kind: string;
  @Column('uuid', { name: 'resource_id' }) resourceId: string;
  @Column('text') occupant: string;
  @Column('uuid', { name: 'occupant_id' }) occupantId: string;
  @Column('tstzrange') during: string;
}

@Entity('session_checks')
export class SessionCheck extends OfClinic {
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  @Column('text', { name: 'form_version' }) formVersion: string;
  @Column('jsonb') answers: object;
  @Column('text') outcome: string;
  @Column('jsonb') findings: object[];
  @Column('timestamptz', { name: 'answered_at' }) answeredAt: Date;
  @Column('uuid', { name: 'answered_by' }) answeredBy: string;
}

@Entity('audit_entries')
export class AuditEntry extends OfClinic {
  @Column('timestamptz') at: Date;
  @Column('uuid', { name: 'actor_id' }) actorId: string;
  @Column('text', { name: 'request_id' }) requestId: string;
  @Column('text') action: string;
  @Column('uuid', { name: 'patient_id', nullable: true }) patientId: string | null;
  @Column('text', { name: 'subject_type' }) subjectType: string;
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('jsonb', { nullable: true }) changes: object | null;
  @Column('bigint') transaction: number;
}

export const ENTITIES = [Patient, Device, Room, StaffMember, Protocol, Course, Session, Assessment, MotorThreshold, Claim, SessionCheck, AuditEntry];
