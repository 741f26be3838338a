import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Session } from '../session.entity.js';

/** Trains that were given since the last report. Written once; the sum is what a session has had so far. */
@Entity('session_progress')
@Index('session_progress_session', ['clinicId', 'sessionId', 'id'])
@Index('session_progress_reporter', ['clinicId', 'reportedBy'])
@ForeignKey(() => Session, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'session_progress_session_fk' })
@ForeignKey('StaffMember', ['clinicId', 'reportedBy'], ['clinicId', 'id'], { name: 'session_progress_reporter_fk' })
@Check('session_progress_trains_check', 'trains > 0')
@Check('session_progress_pulses_check', 'pulses > 0')
@Check('session_progress_block_check', 'prescribed_block between 1 and 5')
@Check('session_progress_intensity_check', 'intensity_percent_rmt >= 0')
export class SessionProgress {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'session_progress_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_progress_pkey' }) id: string;
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  /** Which block of the prescription, from 1. */
  @Column('int', { name: 'prescribed_block', default: 1 }) prescribedBlock: number;
  @Column('int') trains: number;
  @Column('int') pulses: number;
  @Column('numeric', { name: 'intensity_percent_rmt', precision: 5, scale: 2 }) intensityPercentRmt: number;
  @Column('numeric', { name: 'output_percent_mso', precision: 5, scale: 2, nullable: true }) outputPercentMso: number | null;
  @Column('text', { nullable: true }) coil: string | null;
  @Column('numeric', { name: 'target_deviation_mm', precision: 5, scale: 2, nullable: true }) targetDeviationMm: number | null;
  /** Given while the intensity was still being raised to the one prescribed. */
  @Column('boolean', { name: 'ramp_step' }) rampStep: boolean;
  @Column('text', { nullable: true }) note: string | null;
  @Column('timestamptz', { name: 'reported_at' }) reportedAt: string;
  @Column('uuid', { name: 'reported_by' }) reportedBy: string;
}
