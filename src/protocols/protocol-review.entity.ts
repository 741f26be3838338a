import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ProtocolVersion } from './protocol-version.entity.js';

/** What a clinician who did not draft it said of a version; written once. */
@Entity('protocol_reviews')
@Index('protocol_reviews_version', ['clinicId', 'protocolId', 'version'])
@Index('protocol_reviews_reviewer', ['clinicId', 'reviewedBy'])
@ForeignKey(() => ProtocolVersion, ['clinicId', 'protocolId', 'version'], ['clinicId', 'protocolId', 'version'], { name: 'protocol_reviews_version_fk' })
@ForeignKey('StaffMember', ['clinicId', 'reviewedBy'], ['clinicId', 'id'], { name: 'protocol_reviews_reviewer_fk' })
@Check('protocol_reviews_decision_check', `decision in ('approved', 'changes-wanted')`)
export class ProtocolReview {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'protocol_reviews_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'protocol_reviews_pkey' }) id: string;
  @Column('uuid', { name: 'protocol_id' }) protocolId: string;
  @Column('int') version: number;
  @Column('text') decision: 'approved' | 'changes-wanted';
  @Column('text') comment: string;
  @Column('uuid', { name: 'reviewed_by' }) reviewedBy: string;
  @Column('timestamptz', { name: 'reviewed_at' }) reviewedAt: string;
}
