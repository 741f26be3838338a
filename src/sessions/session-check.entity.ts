import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Session } from './session.entity.js';

/** The pre-session check of one day, and who cleared its findings. */
@Entity('session_checks')
@Index('session_checks_session', ['clinicId', 'sessionId'])
@ForeignKey(() => Session, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'session_checks_session_fk' })
@Check('session_checks_outcome_check', `outcome in ('pass', 'held')`)
@Check('session_checks_clearance_check', '(cleared_at is null) = (rationale is null) and (cleared_at is null) = (cleared_by is null)')
export class SessionCheckRecord {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'session_checks_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_checks_pkey' }) id: string;
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  @Column('text', { name: 'form_version' }) formVersion: string;
  @Column('jsonb') answers: object;
  @Column('text') outcome: string;
  @Column('jsonb') findings: object;
  @Column('timestamptz', { name: 'answered_at' }) answeredAt: string;
  @Column('uuid', { name: 'answered_by' }) answeredBy: string;
  @Column('timestamptz', { name: 'cleared_at', nullable: true }) clearedAt: string | null;
  @Column('uuid', { name: 'cleared_by', nullable: true }) clearedBy: string | null;
  @Column('text', { nullable: true }) rationale: string | null;
}
