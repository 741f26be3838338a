import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What a clinic decided about its measures. No row: as we propose. */
@Entity('measure_settings')
export class MeasureSettings {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'measure_settings_pkey' })
  @ForeignKey('Clinic', { name: 'measure_settings_clinic_fk' })
  clinicId: string;
  @Column('boolean', { name: 'licensed_by_topic' }) licensedByTopic: boolean;
  /** Code; the latest version of it counts. */
  @Column('text', { name: 'value_set' }) valueSet: string;
}
