import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One version of a measure that a clinic defined itself; never changed, so that an assessment's version can always be read. */
@Entity('clinic_measures')
@Index('clinic_measures_staff', ['clinicId', 'definedBy'])
@ForeignKey('StaffMember', ['clinicId', 'definedBy'], ['clinicId', 'id'], { name: 'clinic_measures_staff_fk' })
@Check('clinic_measures_version_check', 'version > 0')
export class ClinicMeasure {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'clinic_measures_pkey' })
  @ForeignKey('Clinic', { name: 'clinic_measures_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'clinic_measures_pkey' }) code: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'clinic_measures_pkey' }) version: number;
  @Column('jsonb') definition: object;
  @Column('timestamptz', { name: 'defined_at' }) definedAt: string;
  @Column('uuid', { name: 'defined_by' }) definedBy: string;
}
