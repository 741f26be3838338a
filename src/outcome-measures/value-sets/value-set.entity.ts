import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** One version of a value set that a clinic brought; never changed, so that a score's values can always be read. */
@Entity('measure_value_sets')
@Unique('measure_value_sets_version_key', ['clinicId', 'measure', 'code', 'version'])
@Index('measure_value_sets_staff', ['clinicId', 'definedBy'])
@ForeignKey('StaffMember', ['clinicId', 'definedBy'], ['clinicId', 'id'], { name: 'measure_value_sets_staff_fk' })
@Check('measure_value_sets_version_check', 'version > 0')
export class MeasureValueSet {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'measure_value_sets_pkey' })
  @ForeignKey('Clinic', { name: 'measure_value_sets_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'measure_value_sets_pkey' }) id: string;
  @Column('text') measure: string;
  @Column('text') code: string;
  @Column('int') version: number;
  @Column('jsonb') definition: object;
  @Column('timestamptz', { name: 'defined_at' }) definedAt: string;
  @Column('uuid', { name: 'defined_by' }) definedBy: string;
}
