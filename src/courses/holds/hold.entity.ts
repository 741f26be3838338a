import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from '../course.entity.js';

/** What stops a course until somebody answers it. */
@Entity('holds')
@Index('holds_course', ['clinicId', 'courseId'])
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'holds_course_fk' })
@Check('holds_release_check', '(released_at is null) = (release_note is null)')
export class Hold {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'holds_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'holds_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  /** e.g. `seizure`, `suicide-risk`, `medication-change`. */
  @Column('text') code: string;
  @Column('text') detail: string;
  @Column('timestamptz', { name: 'placed_at' }) placedAt: string;
  @Column('uuid', { name: 'placed_by', nullable: true }) placedBy: string | null;
  @Column('timestamptz', { name: 'released_at', nullable: true }) releasedAt: string | null;
  @Column('uuid', { name: 'released_by', nullable: true }) releasedBy: string | null;
  @Column('text', { name: 'release_note', nullable: true }) releaseNote: string | null;
}
