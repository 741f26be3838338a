import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from '../course.entity.js';

/** What the physician makes of the course, week by week. Written once: what was wrong is said in the next. */
@Entity('progress_notes')
@Index('progress_notes_course', ['clinicId', 'courseId', 'writtenAt'])
@Index('progress_notes_writer', ['clinicId', 'writtenBy'])
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'progress_notes_course_fk' })
@ForeignKey('StaffMember', ['clinicId', 'writtenBy'], ['clinicId', 'id'], { name: 'progress_notes_writer_fk' })
export class ProgressNote {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'progress_notes_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'progress_notes_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') text: string;
  @Column('uuid', { name: 'written_by' }) writtenBy: string;
  @Column('timestamptz', { name: 'written_at' }) writtenAt: string;
}
