import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A time in which a device cannot be used. It claims the device like a session would. */
@Entity('downtimes')
@Index('downtimes_device', ['clinicId', 'deviceId', 'startsAt'])
@ForeignKey('Device', ['clinicId', 'deviceId'], ['clinicId', 'id'], { name: 'downtimes_device_fk' })
@Check('downtimes_times_check', 'starts_at < ends_at')
export class Downtime {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'downtimes_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'downtimes_pkey' }) id: string;
  @Column('uuid', { name: 'device_id' }) deviceId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: string;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: string;
  @Column('text') reason: string;
}
