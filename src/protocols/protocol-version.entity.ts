import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Protocol } from './protocol.entity.js';

/** What a protocol prescribes. Once published it never changes; editing makes the next draft. */
@Entity('protocol_versions')
@Unique('protocol_versions_version_key', ['clinicId', 'protocolId', 'version'])
@ForeignKey(() => Protocol, ['clinicId', 'protocolId'], ['clinicId', 'id'], { name: 'protocol_versions_protocol_fk' })
@Check('protocol_versions_version_check', 'version > 0')
@Check('protocol_versions_status_check', `status in ('draft', 'published')`)
@Check('protocol_versions_session_minutes_check', 'session_minutes between 1 and 240')
@Check('protocol_versions_published_check', `(status = 'published') = (published_at is not null)`)
@Check('protocol_versions_blocks_check', 'blocks is null or (stimulation is null and jsonb_array_length(blocks) between 2 and 5)')
@Check('protocol_versions_pause_check', 'pause_between_blocks_seconds is null or (blocks is not null and pause_between_blocks_seconds between 0 and 3600)')
export class ProtocolVersion {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'protocol_versions_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'protocol_versions_pkey' }) id: string;
  @Column('uuid', { name: 'protocol_id' }) protocolId: string;
  @Column('int') version: number;
  @Column('text') status: 'draft' | 'published';
  @Column('text') modality: string;
  @Column('text', { name: 'target_region' }) targetRegion: string;
  @Column('text') hemisphere: string;
  /** The pulsed dose; null for tDCS and neurofeedback. */
  @Column('jsonb', { nullable: true }) stimulation: object | null;
  /** What stands in place of a pulsed dose: the current of tDCS, the training of neurofeedback. */
  @Column('jsonb', { nullable: true }) parameters: object | null;
  /** Several in place of one stimulation. */
  @Column('jsonb', { nullable: true }) blocks: object | null;
  @Column('int', { name: 'pause_between_blocks_seconds', nullable: true }) pauseBetweenBlocksSeconds: number | null;
  @Column('int', { name: 'session_minutes' }) sessionMinutes: number;
  @Column('jsonb') phases: object;
  @Column('text', { array: true }) indications: string[];
  @Column('jsonb') evidence: object;
  @Column('jsonb') clearance: object;
  /** A published protocol that goes beyond the tables of single safe trains, and is used so. */
  @Column('boolean', { name: 'validated_exception' }) validatedException: boolean;
  @Column('jsonb', { name: 'parameter_provenance' }) parameterProvenance: object;
  @Column('text', { nullable: true }) note: string | null;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('uuid', { name: 'published_by', nullable: true }) publishedBy: string | null;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt: string | null;
}
