import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** Hours of a single date, wall clock. */
export interface DateInterval {
  opens: string;
  closes: string;
}

/** Other hours on one date, in place of the weekday's and of a public holiday; none at all: closed. */
@Entity('opening_exceptions')
@Unique('opening_exceptions_date_key', ['clinicId', 'onDate'])
export class OpeningException {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'opening_exceptions_pkey' })
  @ForeignKey('Clinic', { name: 'opening_exceptions_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'opening_exceptions_pkey' }) id: string;
  @Column('date', { name: 'on_date' }) onDate: string;
  @Column('jsonb') intervals: DateInterval[];
  @Column('text') reason: string;
}
