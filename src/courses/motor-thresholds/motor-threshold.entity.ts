import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CoilType } from '../../clinics/read.js';
import { Course } from '../course.entity.js';

/** How it was found; by adaptive hunting (`pest`), as the mean of two thresholds (Mills and Nithi), or by the stimulator itself. */
export const METHODS = ['visual', 'emg', 'pest', 'two-threshold', 'vendor-algorithm'] as const;
/** Abductor pollicis brevis, first dorsal interosseous, abductor digiti minimi, tibialis anterior. */
export const MUSCLES = ['apb', 'fdi', 'adm', 'ta'] as const;
export const OCCASIONS = ['initial', 'scheduled', 'medication-change', 'coil-change', 'adverse-event', 'clinical'] as const;

/** One measurement of the resting motor threshold, on one device: thresholds do not carry over to another. */
@Entity('motor_thresholds')
@Index('motor_thresholds_course', ['clinicId', 'courseId', 'measuredAt'])
@Index('motor_thresholds_device', ['clinicId', 'deviceId'])
@Index('motor_thresholds_measurer', ['clinicId', 'measuredBy'])
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'motor_thresholds_course_fk' })
@ForeignKey('Device', ['clinicId', 'deviceId'], ['clinicId', 'id'], { name: 'motor_thresholds_device_fk' })
@ForeignKey('StaffMember', ['clinicId', 'measuredBy'], ['clinicId', 'id'], { name: 'motor_thresholds_measurer_fk' })
@Check('motor_thresholds_hemisphere_check', `hemisphere in ('left', 'right')`)
@Check('motor_thresholds_percent_mso_check', 'percent_mso between 1 and 100')
@Check('motor_thresholds_method_check', `method in ('visual', 'emg', 'pest', 'two-threshold', 'vendor-algorithm')`)
@Check('motor_thresholds_muscle_check', `muscle in ('apb', 'fdi', 'adm', 'ta')`)
@Check('motor_thresholds_coil_angle_check', 'coil_angle_degrees between 0 and 359')
@Check('motor_thresholds_occasion_check', `occasion in ('initial', 'scheduled', 'medication-change', 'coil-change', 'adverse-event', 'clinical')`)
@Check('motor_thresholds_coil_type_check', `coil_type in ('figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7')`)
export class MotorThreshold {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'motor_thresholds_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'motor_thresholds_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('uuid', { name: 'device_id', nullable: true }) deviceId: string | null;
  @Column('text') hemisphere: string;
  /** % of maximum stimulator output. */
  @Column('numeric', { name: 'percent_mso', precision: 5, scale: 2 }) percentMso: number;
  @Column('text') method: string;
  @Column('text', { name: 'coil_type', nullable: true }) coilType: CoilType | null;
  @Column('timestamptz', { name: 'measured_at' }) measuredAt: string;
  @Column('uuid', { name: 'measured_by' }) measuredBy: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text', { nullable: true }) muscle: (typeof MUSCLES)[number] | null;
  @Column('text', { nullable: true }) hotspot: string | null;
  @Column('int', { name: 'coil_angle_degrees', nullable: true }) coilAngleDegrees: number | null;
  /** The single pulses in their order. */
  @Column('jsonb', { nullable: true }) trials: object | null;
  @Column('text', { nullable: true }) occasion: (typeof OCCASIONS)[number] | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
