import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Device } from './device.entity.js';

/** What somebody found when they looked at a device before its first patient of the day. Written once. */
@Entity('device_checks')
@Index('device_checks_day', ['clinicId', 'deviceId', 'onDate'])
@Index('device_checks_checker', ['clinicId', 'checkedBy'])
@ForeignKey(() => Device, ['clinicId', 'deviceId'], ['clinicId', 'id'], { name: 'device_checks_device_fk' })
@ForeignKey('StaffMember', ['clinicId', 'checkedBy'], ['clinicId', 'id'], { name: 'device_checks_checker_fk' })
@Check('device_checks_outcome_check', `outcome in ('passed', 'failed')`)
export class DeviceCheck {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'device_checks_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'device_checks_pkey' }) id: string;
  @Column('uuid', { name: 'device_id' }) deviceId: string;
  /** The clinic's local date: the check is of that day. */
  @Column('date', { name: 'on_date' }) onDate: string;
  @Column('text') outcome: string;
  @Column('jsonb') items: Record<string, boolean>;
  @Column('text', { nullable: true }) note: string | null;
  @Column('timestamptz', { name: 'checked_at' }) checkedAt: string;
  @Column('uuid', { name: 'checked_by' }) checkedBy: string;
}

/** A coil of a device, and how much it has been used: coils wear out by pulses. */
@Entity('coils')
@Unique('coils_name_key', ['clinicId', 'deviceId', 'name'])
@ForeignKey(() => Device, ['clinicId', 'deviceId'], ['clinicId', 'id'], { name: 'coils_device_fk' })
@Check('coils_pulses_check', 'pulses >= 0')
@Check('coils_sessions_check', 'sessions >= 0')
@Check('coils_pulse_limit_check', 'pulse_limit > 0')
export class Coil {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'coils_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'coils_pkey' }) id: string;
  @Column('uuid', { name: 'device_id' }) deviceId: string;
  @Column('text') name: string;
  @Column('text', { name: 'serial_number', nullable: true }) serialNumber: string | null;
  @Column('bigint', { default: 0 }) pulses: number;
  @Column('int', { default: 0 }) sessions: number;
  /** After so many pulses its maker wants it replaced. */
  @Column('bigint', { name: 'pulse_limit', nullable: true }) pulseLimit: number | null;
  @Column('timestamptz', { name: 'first_used_at' }) firstUsedAt: string;
  @Column('timestamptz', { name: 'last_used_at' }) lastUsedAt: string;
}
