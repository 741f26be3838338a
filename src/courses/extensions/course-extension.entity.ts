import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from '../course.entity.js';

/** More sessions for a course, with the reason; written once. */
@Entity('course_extensions')
@Index('course_extensions_course', ['clinicId', 'courseId'])
@Index('course_extensions_giver', ['clinicId', 'givenBy'])
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'course_extensions_course_fk' })
@ForeignKey('StaffMember', ['clinicId', 'givenBy'], ['clinicId', 'id'], { name: 'course_extensions_giver_fk' })
@Check('course_extensions_sessions_check', 'sessions between 1 and 100')
export class CourseExtension {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'course_extensions_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'course_extensions_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('int') sessions: number;
  @Column('text') reason: string;
  @Column('uuid', { name: 'given_by' }) givenBy: string;
  @Column('timestamptz', { name: 'given_at' }) givenAt: string;
}
