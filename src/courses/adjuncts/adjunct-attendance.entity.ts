import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Adjunct } from './adjunct.entity.js';

/** One appointment of a part of the plan: kept or missed; written once. */
@Entity('adjunct_attendances')
@Index('adjunct_attendances_adjunct', ['clinicId', 'adjunctId'])
@Index('adjunct_attendances_recorder', ['clinicId', 'recordedBy'])
@ForeignKey(() => Adjunct, ['clinicId', 'adjunctId'], ['clinicId', 'id'], { name: 'adjunct_attendances_adjunct_fk' })
@ForeignKey('StaffMember', ['clinicId', 'recordedBy'], ['clinicId', 'id'], { name: 'adjunct_attendances_recorder_fk' })
@Check('adjunct_attendances_minutes_check', 'minutes between 1 and 1440')
export class AdjunctAttendance {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'adjunct_attendances_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'adjunct_attendances_pkey' }) id: string;
  @Column('uuid', { name: 'adjunct_id' }) adjunctId: string;
  @Column('date', { name: 'on_date' }) onDate: string;
  @Column('boolean') attended: boolean;
  @Column('int', { nullable: true }) minutes: number | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('uuid', { name: 'recorded_by' }) recordedBy: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: string;
}
