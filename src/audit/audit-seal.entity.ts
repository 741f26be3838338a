import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** The seal of one entry: its place in the clinic's chain and the hash that covers it and all before it. */
@Entity('audit_seals')
@Unique('audit_seals_entry_key', ['clinicId', 'entryId'])
@Check('audit_seals_sequence_check', 'sequence > 0')
export class AuditSeal {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'audit_seals_pkey' })
  @ForeignKey('Clinic', { name: 'audit_seals_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'audit_seals_pkey' }) sequence: number;
  @Column('uuid', { name: 'entry_id' }) entryId: string;
  @Column('text') hash: string;
  @Column('timestamptz', { name: 'sealed_at' }) sealedAt: string;
}
