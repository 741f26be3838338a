import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LoginSession } from './login-session.entity.js';

/** A refresh token by its digest. Each is good once; a spent one that comes back ends the whole login. */
@Entity('refresh_tokens')
@Index('refresh_tokens_session', ['clinicId', 'sessionId'])
@ForeignKey(() => LoginSession, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'refresh_tokens_session_fk' })
export class RefreshToken {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'refresh_tokens_pkey' }) clinicId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'refresh_tokens_pkey' }) digest: string;
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('timestamptz', { name: 'spent_at', nullable: true }) spentAt: string | null;
}
