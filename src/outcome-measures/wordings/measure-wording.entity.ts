import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** How a clinic puts the questions of a measure in one language, by the form that it holds. */
@Entity('measure_wordings')
@Unique('measure_wordings_measure_key', ['clinicId', 'measure', 'language'])
export class MeasureWording {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'measure_wordings_pkey' })
  @ForeignKey('Clinic', { name: 'measure_wordings_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'measure_wordings_pkey' }) id: string;
  @Column('text') measure: string;
  @Column('text') language: string;
  @Column('jsonb') words: object;
}
