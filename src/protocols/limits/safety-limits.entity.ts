import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** One row of a clinic that differs from the defaults in anything; without one the defaults hold. */
@Entity('safety_limits')
@Unique('safety_limits_clinic_key', ['clinicId'])
@Check('safety_limits_revision_check', 'revision > 0')
export class SafetyLimitsRow {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'safety_limits_pkey' })
  @ForeignKey('Clinic', { name: 'safety_limits_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'safety_limits_pkey' }) id: string;
  /** What differs from the default: name of the limit → number, in the unit of the limit. */
  @Column('jsonb') limits: object;
  @Column('int') revision: number;
}
