import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A time in which an operator works. Whoever has none entered works all opening hours. */
@Entity('shifts')
@Index('shifts_staff', ['clinicId', 'staffId', 'startsAt'])
@ForeignKey('StaffMember', ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'shifts_staff_fk' })
@Check('shifts_times_check', `starts_at < ends_at and ends_at - starts_at <= interval '24 hours'`)
export class Shift {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'shifts_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'shifts_pkey' }) id: string;
  @Column('uuid', { name: 'staff_id' }) staffId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: string;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: string;
}
