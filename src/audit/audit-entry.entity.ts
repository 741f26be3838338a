import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('audit_entries')
@Index('audit_entries_patient', ['clinicId', 'patientId', 'id'], { where: 'patient_id is not null' })
@Index('audit_entries_actor', ['clinicId', 'actorId', 'id'])
@Index('audit_entries_at', ['clinicId', 'at', 'id'])
@Index('audit_entries_commit_order', ['clinicId', 'transaction', 'id'])
@Index('audit_entries_changes', ['clinicId', 'transaction'], { where: '(changes IS NOT NULL)' })
export class AuditEntry {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'audit_entries_pkey' })
  @ForeignKey('Clinic', { name: 'audit_entries_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'audit_entries_pkey' }) id: string;
  @Column('timestamptz') at: string;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  /** The key with which a machine acted in the actor's name. */
  @Column('uuid', { name: 'api_key_id', nullable: true }) apiKeyId: string | null;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { name: 'request_id' }) requestId: string;
  @Column('text') action: string;
  @Column('uuid', { name: 'patient_id', nullable: true }) patientId: string | null;
  @Column('text', { name: 'subject_type' }) subjectType: string;
  @Column('uuid', { name: 'subject_id', nullable: true }) subjectId: string | null;
  @Column('jsonb', { nullable: true }) changes: object | null;
  /** The transaction that wrote it: an entry is sealed once this one, and all that began before it, have ended. */
  @Column('bigint') transaction: number;
}
