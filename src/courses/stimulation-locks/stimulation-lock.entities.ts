import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** Nobody stimulates this patient, in any course, until two people have cleared it. */
@Entity('stimulation_locks')
@Index('stimulation_locks_patient', ['clinicId', 'patientId'])
@Index('stimulation_locks_event', ['clinicId', 'eventId'])
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'stimulation_locks_patient_fk' })
@ForeignKey('AdverseEvent', ['clinicId', 'eventId'], ['clinicId', 'id'], { name: 'stimulation_locks_event_fk' })
@Check('stimulation_locks_cause_check', `cause in ('seizure', 'syncope')`)
export class StimulationLock {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'stimulation_locks_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'stimulation_locks_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'event_id' }) eventId: string;
  @Column('text') cause: string;
  @Column('timestamptz', { name: 'locked_at' }) lockedAt: string;
  @Column('timestamptz', { name: 'lifted_at', nullable: true }) liftedAt: string | null;
}

/** One thing to be done after what locked the stimulation; answered once. */
@Entity('stimulation_lock_steps')
@Unique('stimulation_lock_steps_code_key', ['clinicId', 'lockId', 'code'])
@Index('stimulation_lock_steps_answerer', ['clinicId', 'answeredBy'])
@ForeignKey(() => StimulationLock, ['clinicId', 'lockId'], ['clinicId', 'id'], { name: 'stimulation_lock_steps_lock_fk' })
@ForeignKey('StaffMember', ['clinicId', 'answeredBy'], ['clinicId', 'id'], { name: 'stimulation_lock_steps_answerer_fk' })
@Check('stimulation_lock_steps_outcome_check', `outcome in ('done', 'not-needed')`)
@Check('stimulation_lock_steps_answer_check', '(outcome is null) = (answered_at is null) and (outcome is null) = (answered_by is null)')
export class StimulationLockStep {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'stimulation_lock_steps_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'stimulation_lock_steps_pkey' }) id: string;
  @Column('uuid', { name: 'lock_id' }) lockId: string;
  @Column('text') code: string;
  /** Nothing is cleared before it was answered. */
  @Column('boolean', { name: 'before_lifting' }) beforeLifting: boolean;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt: string | null;
  @Column('text', { nullable: true }) outcome: string | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt: string | null;
  @Column('uuid', { name: 'answered_by', nullable: true }) answeredBy: string | null;
}

/** The written word of one of the two people. */
@Entity('stimulation_lock_clearances')
@Unique('stimulation_lock_clearances_person_key', ['clinicId', 'lockId', 'clearedBy'])
@Unique('stimulation_lock_clearances_capacity_key', ['clinicId', 'lockId', 'capacity'])
@Index('stimulation_lock_clearances_clearer', ['clinicId', 'clearedBy'])
@ForeignKey(() => StimulationLock, ['clinicId', 'lockId'], ['clinicId', 'id'], { name: 'stimulation_lock_clearances_lock_fk' })
@ForeignKey('StaffMember', ['clinicId', 'clearedBy'], ['clinicId', 'id'], { name: 'stimulation_lock_clearances_clearer_fk' })
@Check('stimulation_lock_clearances_capacity_check', `capacity in ('treating-clinician', 'medical-director')`)
export class StimulationLockClearance {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'stimulation_lock_clearances_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'stimulation_lock_clearances_pkey' }) id: string;
  @Column('uuid', { name: 'lock_id' }) lockId: string;
  @Column('text') capacity: string;
  @Column('uuid', { name: 'cleared_by' }) clearedBy: string;
  @Column('text', { name: 'clearer_name' }) clearerName: string;
  @Column('text') rationale: string;
  @Column('timestamptz', { name: 'cleared_at' }) clearedAt: string;
}
