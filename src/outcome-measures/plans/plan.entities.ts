import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { BaselineRule } from '../change/index.js';

/** Which measure when, as somebody decided it for one course. What is due is derived from it each time. */
@Entity('assessment_plans')
@Index('assessment_plans_staff', ['clinicId', 'chosenBy'])
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'assessment_plans_course_fk' })
@ForeignKey('StaffMember', ['clinicId', 'chosenBy'], ['clinicId', 'id'], { name: 'assessment_plans_staff_fk' })
@Check('assessment_plans_baseline_check', `baseline_rule in ('single-value', 'mean-of-screening-and-first-day', 'mean-of-seven-day-diary')`)
@Check('assessment_plans_review_check', 'review_after_sessions between 1 and 200')
export class AssessmentPlan {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'assessment_plans_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { name: 'course_id', primaryKeyConstraintName: 'assessment_plans_pkey' }) courseId: string;
  @Column('jsonb') items: object;
  @Column('text', { name: 'baseline_rule' }) baselineRule: BaselineRule;
  @Column('int', { name: 'review_after_sessions', nullable: true }) reviewAfterSessions: number | null;
  @Column('timestamptz', { name: 'chosen_at' }) chosenAt: string;
  @Column('uuid', { name: 'chosen_by' }) chosenBy: string;
}

/** One occasion that was left out on purpose. */
@Entity('assessment_skips')
@Unique('assessment_skips_occasion_key', ['clinicId', 'courseId', 'measure', 'occasion'])
@Index('assessment_skips_staff', ['clinicId', 'skippedBy'])
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'assessment_skips_course_fk' })
@ForeignKey('StaffMember', ['clinicId', 'skippedBy'], ['clinicId', 'id'], { name: 'assessment_skips_staff_fk' })
export class AssessmentSkip {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'assessment_skips_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assessment_skips_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') measure: string;
  @Column('text') occasion: string;
  @Column('text') reason: string;
  @Column('timestamptz', { name: 'skipped_at' }) skippedAt: string;
  @Column('uuid', { name: 'skipped_by' }) skippedBy: string;
}
