import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Session } from './session.entity.js';

/** Who stands for the record, in which sense, and the digest of what they signed. */
@Entity('session_signatures')
@Unique('session_signatures_meaning_key', ['clinicId', 'sessionId', 'meaning'])
@Index('session_signatures_signer', ['clinicId', 'signedBy'])
@ForeignKey(() => Session, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'session_signatures_session_fk' })
@ForeignKey('StaffMember', ['clinicId', 'signedBy'], ['clinicId', 'id'], { name: 'session_signatures_signer_fk' })
@Check('session_signatures_meaning_check', `meaning in ('delivered', 'reviewed')`)
export class SessionSignature {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'session_signatures_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_signatures_pkey' }) id: string;
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  @Column('text') meaning: string;
  @Column('uuid', { name: 'signed_by' }) signedBy: string;
  @Column('text', { name: 'signer_name' }) signerName: string;
  @Column('timestamptz', { name: 'signed_at' }) signedAt: string;
  /** Form of the record and its SHA-256 as it was signed: see signed-record.ts. */
  @Column('text', { name: 'record_digest' }) recordDigest: string;
}

/** What is added after the signature; the record itself stays as it was. */
@Entity('session_addenda')
@Index('session_addenda_session', ['clinicId', 'sessionId'])
@Index('session_addenda_writer', ['clinicId', 'writtenBy'])
@ForeignKey(() => Session, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'session_addenda_session_fk' })
@ForeignKey('StaffMember', ['clinicId', 'writtenBy'], ['clinicId', 'id'], { name: 'session_addenda_writer_fk' })
@Check('session_addenda_corrections_check', `jsonb_typeof(corrections) = 'array'`)
export class SessionAddendum {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'session_addenda_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_addenda_pkey' }) id: string;
  @Column('uuid', { name: 'session_id' }) sessionId: string;
  @Column('text') text: string;
  /** What it corrects: field, original, corrected. */
  @Column('jsonb', { default: [] }) corrections: object;
  @Column('uuid', { name: 'written_by' }) writtenBy: string;
  @Column('timestamptz', { name: 'written_at' }) writtenAt: string;
}
