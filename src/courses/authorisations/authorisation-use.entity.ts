import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from '../course.entity.js';
import { Authorisation } from './authorisation.entity.js';

/** To which authorisation a delivered session was counted. */
@Entity('authorisation_uses')
@Index('authorisation_uses_course', ['clinicId', 'courseId'])
@Index('authorisation_uses_authorisation', ['clinicId', 'authorisationId'])
@ForeignKey('Session', ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'authorisation_uses_session_fk' })
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'authorisation_uses_course_fk' })
@ForeignKey(() => Authorisation, ['clinicId', 'authorisationId'], ['clinicId', 'id'], { name: 'authorisation_uses_authorisation_fk' })
export class AuthorisationUse {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'authorisation_uses_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { name: 'session_id', primaryKeyConstraintName: 'authorisation_uses_pkey' }) sessionId: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  /** Null where none of the course's had anything left on that day. */
  @Column('uuid', { name: 'authorisation_id', nullable: true }) authorisationId: string | null;
  @Column('timestamptz', { name: 'counted_at' }) countedAt: string;
}
