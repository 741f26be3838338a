import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Adjunct } from './adjunct.entity.js';

/** One appointment of a part of the plan: kept or missed. Written once; a wrong entry is struck out, and another may stand in its place. */
@Entity('adjunct_attendances')
@Index('adjunct_attendances_adjunct', ['clinicId', 'adjunctId'])
@Index('adjunct_attendances_recorder', ['clinicId', 'recordedBy'])
@Index('adjunct_attendances_corrects', ['clinicId', 'corrects'])
@Index('adjunct_attendances_striker', ['clinicId', 'struckBy'])
@Index('adjunct_attendances_one', { synchronize: false })
@ForeignKey(() => Adjunct, ['clinicId', 'adjunctId'], ['clinicId', 'id'], { name: 'adjunct_attendances_adjunct_fk' })
@ForeignKey('StaffMember', ['clinicId', 'recordedBy'], ['clinicId', 'id'], { name: 'adjunct_attendances_recorder_fk' })
@ForeignKey(() => AdjunctAttendance, ['clinicId', 'corrects'], ['clinicId', 'id'], { name: 'adjunct_attendances_corrects_fk' })
@ForeignKey('StaffMember', ['clinicId', 'struckBy'], ['clinicId', 'id'], { name: 'adjunct_attendances_striker_fk' })
@Check('adjunct_attendances_struck_check', '(struck_at is null) = (struck_by is null) and (struck_at is null) = (struck_because is null)')
@Check('adjunct_attendances_minutes_check', 'minutes between 1 and 1440')
export class AdjunctAttendance {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'adjunct_attendances_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'adjunct_attendances_pkey' }) id: string;
  @Column('uuid', { name: 'adjunct_id' }) adjunctId: string;
  @Column('date', { name: 'on_date' }) onDate: string;
  /** Where several appointments fall on one day. */
  @Column('time', { name: 'at_time', nullable: true }) atTime: string | null;
  @Column('boolean') attended: boolean;
  @Column('int', { nullable: true }) minutes: number | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('uuid', { name: 'recorded_by' }) recordedBy: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: string;
  /** The entry that this one stands in place of. */
  @Column('uuid', { nullable: true }) corrects: string | null;
  @Column('timestamptz', { name: 'struck_at', nullable: true }) struckAt: string | null;
  @Column('uuid', { name: 'struck_by', nullable: true }) struckBy: string | null;
  @Column('text', { name: 'struck_because', nullable: true }) struckBecause: string | null;
}
