import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** Whose hand it was: the patient's, a member of staff's, or that of a person who speaks for the patient. */
export const ENTERED_BY = ['patient', 'staff', 'proxy'] as const;
export const PLACES = ['clinic', 'home', 'telephone', 'other'] as const;

/** One filled-in measure, scored with the version of the measure it keeps. */
@Entity('assessments')
@Index('assessments_patient', ['clinicId', 'patientId', 'measure', 'assessedAt'])
@Index('assessments_course', ['clinicId', 'courseId', 'measure', 'assessedAt'])
@Index('assessments_scored_version', ['clinicId', 'courseId', 'measure', 'assessedAt', 'id', 'unroundedScore', 'sessionNumber', 'recallPeriod', 'measureVersion'], { where: 'superseded_at is null and entered_in_error_at is null and unrounded_score is not null' })
@Unique('assessments_supersedes_key', ['clinicId', 'supersedes'])
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'assessments_patient_fk' })
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'assessments_course_fk' })
@ForeignKey('Assessment', ['clinicId', 'supersedes'], ['clinicId', 'id'], { name: 'assessments_supersedes_fk' })
@Check('assessments_session_number_check', 'session_number >= 0')
@Check('assessments_cumulative_pulses_check', 'cumulative_pulses >= 0')
@Check('assessments_entered_by_check', `entered_by in ('patient', 'staff', 'proxy')`)
@Check('assessments_place_check', `place in ('clinic', 'home', 'telephone', 'other')`)
@Check('assessments_duration_check', 'duration_seconds between 0 and 86400')
@Check('assessments_entered_in_error_check', '(entered_in_error_at is null) = (entered_in_error_reason is null)')
export class Assessment {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'assessments_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assessments_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'course_id', nullable: true }) courseId: string | null;
  @Column('uuid', { name: 'session_id', nullable: true }) sessionId: string | null;
  @Column('text') measure: string;
  @Column('text', { name: 'measure_version' }) measureVersion: string;
  /** Scores over different recall periods are different series. */
  @Column('text', { name: 'recall_period' }) recallPeriod: string;
  @Column('jsonb') answers: object;
  @Column('double precision', { nullable: true }) score: number | null;
  /** What change is computed from. */
  @Column('double precision', { name: 'unrounded_score', nullable: true }) unroundedScore: number | null;
  @Column('jsonb') subscores: object;
  /** What change of a subscore is computed from; null in older rows, where the rounded ones serve. */
  @Column('jsonb', { name: 'unrounded_subscores', nullable: true }) unroundedSubscores: object | null;
  @Column('text', { nullable: true }) severity: string | null;
  /** The band in every set of cut-offs; null in older rows. */
  @Column('jsonb', { nullable: true }) classifications: object | null;
  /** By whose values an index was made. */
  @Column('jsonb', { name: 'value_set', nullable: true }) valueSet: object | null;
  @Column('boolean') complete: boolean;
  @Column('boolean') prorated: boolean;
  /** Why there is no score. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text', { array: true }) flags: string[];
  @Column('timestamptz', { name: 'assessed_at' }) assessedAt: string;
  /** Treatments delivered in the course when it was recorded. */
  @Column('int', { name: 'session_number' }) sessionNumber: number;
  @Column('bigint', { name: 'cumulative_pulses' }) cumulativePulses: number;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: string;
  @Column('uuid', { name: 'recorded_by', nullable: true }) recordedBy: string | null;
  @Column('text', { name: 'entered_by' }) enteredBy: (typeof ENTERED_BY)[number];
  @Column('text', { nullable: true }) place: (typeof PLACES)[number] | null;
  /** How long the filling in took. */
  @Column('int', { name: 'duration_seconds', nullable: true }) durationSeconds: number | null;
  @Column('uuid', { nullable: true }) supersedes: string | null;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: string | null;
  @Column('text', { name: 'correction_reason', nullable: true }) correctionReason: string | null;
  @Column('timestamptz', { name: 'entered_in_error_at', nullable: true }) enteredInErrorAt: string | null;
  @Column('text', { name: 'entered_in_error_reason', nullable: true }) enteredInErrorReason: string | null;
}
