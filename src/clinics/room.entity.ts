import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

@Entity('rooms')
@Unique('rooms_name_key', ['clinicId', 'name'])
@Check('rooms_status_check', `status in ('in-service', 'out-of-service')`)
export class Room {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'rooms_pkey' })
  @ForeignKey('Clinic', { name: 'rooms_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rooms_pkey' }) id: string;
  @Column('text') name: string;
  @Column('text') status: string;
}
