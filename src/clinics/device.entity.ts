import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** A stimulator with its coil. Motor thresholds belong to it: they do not carry over to another. */
@Entity('devices')
@Unique('devices_name_key', ['clinicId', 'name'])
@Check('devices_modalities_check', 'cardinality(modalities) > 0')
@Check('devices_status_check', `status in ('in-service', 'out-of-service')`)
export class Device {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'devices_pkey' })
  @ForeignKey('Clinic', { name: 'devices_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'devices_pkey' }) id: string;
  @Column('text') name: string;
  @Column('text') manufacturer: string;
  @Column('text') model: string;
  @Column('text', { array: true }) modalities: string[];
  @Column('text', { name: 'max_output_note', nullable: true }) maxOutputNote: string | null;
  @Column('text') status: string;
}
