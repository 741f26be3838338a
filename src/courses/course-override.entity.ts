import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from './course.entity.js';

/** A clinician's answer to a safety finding: which rule, what it had found, why, who, when. Never changed or taken back. */
@Entity('course_overrides')
@Index('course_overrides_course', ['clinicId', 'courseId'])
@Index('course_overrides_giver', ['clinicId', 'givenBy'])
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'course_overrides_course_fk' })
@ForeignKey('StaffMember', ['clinicId', 'givenBy'], ['clinicId', 'id'], { name: 'course_overrides_giver_fk' })
export class CourseOverride {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'course_overrides_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'course_overrides_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') rule: string;
  @Column('text') rationale: string;
  /** The actual values that stood there to be answered; null of an answer from before they were kept, which answers its rule. */
  @Column('text', { array: true, nullable: true }) answered: string[] | null;
  @Column('uuid', { name: 'given_by' }) givenBy: string;
  @Column('timestamptz', { name: 'given_at' }) givenAt: string;
}
