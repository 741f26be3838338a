import { Column } from 'typeorm';

/** Columns of a time with all that it takes, which somebody may have until it expires. */
export abstract class KeptPlace {
  @Column('timestamptz', { name: 'starts_at' }) startsAt: string;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: string;
  @Column('uuid', { name: 'device_id' }) deviceId: string;
  @Column('uuid', { name: 'room_id' }) roomId: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
