import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('closures')
@Index('closures_dates', ['clinicId', 'toDate'])
@Check('closures_dates_check', 'from_date <= to_date and to_date - from_date <= 366')
export class Closure {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'closures_pkey' })
  @ForeignKey('Clinic', { name: 'closures_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'closures_pkey' }) id: string;
  @Column('date', { name: 'from_date' }) fromDate: string;
  @Column('date', { name: 'to_date' }) toDate: string;
  @Column('text') reason: string;
}
