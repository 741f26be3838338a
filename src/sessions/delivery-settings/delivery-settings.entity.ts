import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** One row of a clinic that has changed anything; without one the defaults hold. */
@Entity('delivery_settings')
@Unique('delivery_settings_clinic_key', ['clinicId'])
@Check('delivery_settings_signing_check', `signing in ('clinician', 'operator', 'operator-and-clinician')`)
@Check('delivery_settings_due_check', 'signature_due_hours between 1 and 720')
@Check('delivery_settings_coil_check', `coil_at_limit in ('warn', 'refuse')`)
@Check('delivery_settings_revision_check', 'revision > 0')
export class DeliverySettingsRow {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'delivery_settings_pkey' })
  @ForeignKey('Clinic', { name: 'delivery_settings_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_settings_pkey' }) id: string;
  @Column('text') signing: string;
  @Column('int', { name: 'signature_due_hours' }) signatureDueHours: number;
  @Column('text', { name: 'coil_at_limit' }) coilAtLimit: string;
  @Column('jsonb', { name: 'pre_session_levels' }) preSessionLevels: object;
  /** Counts the changes: every check says by which it was asked. */
  @Column('int') revision: number;
}
