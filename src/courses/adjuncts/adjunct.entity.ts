import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from '../course.entity.js';

/** One part of the combined plan beside the stimulation. */
@Entity('adjuncts')
@Index('adjuncts_course', ['clinicId', 'courseId'])
@Index('adjuncts_device', ['clinicId', 'deviceId'])
@Index('adjuncts_room', ['clinicId', 'roomId'])
@Index('adjuncts_operator', ['clinicId', 'operatorId'])
@ForeignKey('Device', ['clinicId', 'deviceId'], ['clinicId', 'id'], { name: 'adjuncts_device_fk' })
@ForeignKey('Room', ['clinicId', 'roomId'], ['clinicId', 'id'], { name: 'adjuncts_room_fk' })
@ForeignKey('StaffMember', ['clinicId', 'operatorId'], ['clinicId', 'id'], { name: 'adjuncts_operator_fk' })
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'adjuncts_course_fk' })
@Check('adjuncts_kind_check', `kind in ('physical-therapy', 'cbt', 'mindfulness', 'medication', 'tdcs', 'neurofeedback', 'other')`)
@Check('adjuncts_dates_check', 'ended_on is null or ended_on >= started_on')
export class Adjunct {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'adjuncts_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'adjuncts_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') kind: string;
  @Column('text') plan: string;
  @Column('date', { name: 'started_on' }) startedOn: string;
  @Column('date', { name: 'ended_on', nullable: true }) endedOn: string | null;
  @Column('jsonb', { nullable: true }) timing: object | null;
  @Column('jsonb', { nullable: true }) schedule: object | null;
  /** Who gives it, here or elsewhere. */
  @Column('text', { nullable: true }) provider: string | null;
  /** What it takes of the clinic's calendar, where it is given here. */
  @Column('uuid', { name: 'device_id', nullable: true }) deviceId: string | null;
  @Column('uuid', { name: 'room_id', nullable: true }) roomId: string | null;
  @Column('uuid', { name: 'operator_id', nullable: true }) operatorId: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
