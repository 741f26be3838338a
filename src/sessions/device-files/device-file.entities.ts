import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Session } from '../session.entity.js';

/** A file that a stimulator wrote; the same content is imported once. */
@Entity('device_files')
@Unique('device_files_digest_key', ['clinicId', 'digest'])
@Index('device_files_importer', ['clinicId', 'importedBy'])
@ForeignKey('StaffMember', ['clinicId', 'importedBy'], ['clinicId', 'id'], { name: 'device_files_importer_fk' })
export class DeviceFile {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'device_files_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'device_files_pkey' }) id: string;
  @Column('text') name: string;
  /** SHA-256 of its bytes. */
  @Column('text') digest: string;
  @Column('timestamptz', { name: 'imported_at' }) importedAt: string;
  @Column('uuid', { name: 'imported_by' }) importedBy: string;
}

/** One session by the device's own account. */
@Entity('device_file_rows')
@Unique('device_file_rows_digest_key', ['clinicId', 'digest'])
@Index('device_file_rows_file', ['clinicId', 'fileId'])
@Index('device_file_rows_session', ['clinicId', 'sessionId'])
@Index('device_file_rows_decider', ['clinicId', 'decidedBy'])
@ForeignKey(() => DeviceFile, ['clinicId', 'fileId'], ['clinicId', 'id'], { name: 'device_file_rows_file_fk' })
@ForeignKey(() => Session, ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'device_file_rows_session_fk' })
@ForeignKey('StaffMember', ['clinicId', 'decidedBy'], ['clinicId', 'id'], { name: 'device_file_rows_decider_fk' })
@Check('device_file_rows_status_check', `status in ('matched', 'proposed', 'unmatched', 'dismissed')`)
@Check('device_file_rows_match_check', `status <> 'matched' or session_id is not null`)
export class DeviceFileRow {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'device_file_rows_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'device_file_rows_pkey' }) id: string;
  @Column('uuid', { name: 'file_id' }) fileId: string;
  @Column('int') line: number;
  @Column('jsonb') record: object;
  /** SHA-256 of the record: a row that comes again in another file is not a second session. */
  @Column('text') digest: string;
  @Column('text') status: string;
  @Column('uuid', { name: 'session_id', nullable: true }) sessionId: string | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: string | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy: string | null;
}
