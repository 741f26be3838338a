import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A time in which an operator is away. It claims the operator like a session would. */
@Entity('absences')
@Index('absences_staff', ['clinicId', 'staffId', 'startsAt'])
@ForeignKey('StaffMember', ['clinicId', 'staffId'], ['clinicId', 'id'], { name: 'absences_staff_fk' })
@Check('absences_times_check', 'starts_at < ends_at')
export class Absence {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'absences_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'absences_pkey' }) id: string;
  @Column('uuid', { name: 'staff_id' }) staffId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: string;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: string;
  @Column('text') reason: string;
}
