import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What an operator was trained for. One without any may deliver everything. */
@Entity('competences')
@Index('competences_once', { synchronize: false })
@Index('competences_staff', ['clinicId', 'staffId'])
@ForeignKey('StaffMember', ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'competences_staff_fk' })
@Check('competences_coil_type_check', `coil_type in ('figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7')`)
export class CompetenceRow {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'competences_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'competences_pkey' }) id: string;
  @Column('uuid', { name: 'staff_id' }) staffId: string;
  @Column('text') modality: string;
  /** Null: with any coil. */
  @Column('text', { name: 'coil_type', nullable: true }) coilType: string | null;
  /** Its last day, by the clinic's calendar; null: for good. */
  @Column('date', { name: 'valid_until', nullable: true }) validUntil: string | null;
}
