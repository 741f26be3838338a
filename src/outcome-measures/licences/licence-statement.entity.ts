import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A clinic's word that it may use a measure which belongs to somebody. */
@Entity('licence_statements')
@Index('licence_statements_live', ['clinicId', 'measure'], { unique: true, where: 'withdrawn_at is null' })
@Index('licence_statements_staff', ['clinicId', 'statedBy'])
@ForeignKey('StaffMember', ['clinicId', 'statedBy'], ['clinicId', 'id'], { name: 'licence_statements_staff_fk' })
export class LicenceStatement {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'licence_statements_pkey' })
  @ForeignKey('Clinic', { name: 'licence_statements_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'licence_statements_pkey' }) id: string;
  @Column('text') measure: string;
  /** Contract or permission by which it is held. */
  @Column('text') reference: string;
  @Column('timestamptz', { name: 'stated_at' }) statedAt: string;
  /** Null for a clinic made for trying things out. */
  @Column('uuid', { name: 'stated_by', nullable: true }) statedBy: string | null;
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true }) withdrawnAt: string | null;
}
