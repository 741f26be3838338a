import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A recipe of the clinic's library; what it prescribes stands in its versions. */
@Entity('protocols')
@Unique('protocols_code_key', ['clinicId', 'code'])
@Index('protocols_name', ['clinicId', 'name', 'id'])
export class Protocol {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'protocols_pkey' })
  @ForeignKey('Clinic', { name: 'protocols_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'protocols_pkey' }) id: string;
  @Column('text') code: string;
  @Column('text') name: string;
  /** The entry of the published catalogue that it was copied from. */
  @Column('text', { name: 'catalogue_code', nullable: true }) catalogueCode: string | null;
  /** No new course starts with a retired protocol; running ones go on. */
  @Column('timestamptz', { name: 'retired_at', nullable: true }) retiredAt: string | null;
  @Column('uuid', { name: 'retired_by', nullable: true }) retiredBy: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
