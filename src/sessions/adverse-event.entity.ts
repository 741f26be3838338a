import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Session } from './session.entity.js';

/** Something untoward in or after a session. Written once; what is learnt later is a new entry. */
@Entity('adverse_events')
@Index('adverse_events_session', ['clinicId', 'sessionId'])
@Index('adverse_events_course', ['clinicId', 'courseId'])
@Index('adverse_events_patient', ['clinicId', 'patientId'])
@Index('adverse_events_recorder', ['clinicId', 'recordedBy'])
@ForeignKey(() => Session, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'adverse_events_session_fk' })
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'adverse_events_course_fk' })
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'adverse_events_patient_fk' })
@ForeignKey('StaffMember', ['clinicId', 'recordedBy'], ['clinicId', 'id'], { name: 'adverse_events_recorder_fk' })
@Check('adverse_events_grade_check', 'grade between 1 and 5')
export class AdverseEvent {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'adverse_events_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'adverse_events_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  @Column('text') category: string;
  @Column('int') grade: number;
  @Column('boolean') serious: boolean;
  @Column('text') causality: string;
  @Column('text') expectedness: string;
  @Column('text') action: string;
  @Column('text') outcome: string;
  @Column('text') description: string;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: string;
  @Column('uuid', { name: 'recorded_by' }) recordedBy: string;
  /** What is asked after a seizure or a faint: sleep, alcohol, drugs, the train, witness. */
  @Column('jsonb', { nullable: true }) circumstances: object | null;
  /** Parameters, medications and the day's check as they were when it was recorded. */
  @Column('jsonb') snapshot: object;
}
