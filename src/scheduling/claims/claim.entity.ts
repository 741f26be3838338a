import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One resource, occupied for a while by a session, a downtime, an absence or a hold. Never two live ones at once. */
@Entity('claims')
@Index('claims_occupant', ['clinicId', 'occupantId'])
@Index('claims_of_others', ['clinicId', 'occupant'], { where: `live and occupant <> 'session'` })
@Index('claims_window', { synchronize: false })
@Check('claims_kind_check', `kind in ('device', 'room', 'operator', 'patient')`)
@Check('claims_lane_check', `lane = 1 or (lane between 2 and 100 and kind in ('room', 'operator'))`)
@Check('claims_occupant_check', `occupant in ('session', 'downtime', 'absence', 'hold')`)
@Check(
  'claims_during_check',
  `not isempty(during) and lower(during) is not null and upper(during) is not null
   and lower_inc(during) and not upper_inc(during) and upper(during) - lower(during) <= interval '400 days'`,
)
@Exclusion('claims_no_overlap', `using gist (clinic_id with =, kind with =, resource_id with =, lane with =, during with &&) where (live)`)
export class Claim {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'claims_pkey' })
  @ForeignKey('Clinic', { name: 'claims_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claims_pkey' }) id: string;
  @Column('text') kind: string;
  @Column('uuid', { name: 'resource_id' }) resourceId: string;
  /** 1; above it where a session shares a room or an operator by permission. A device and a patient have one lane alone. */
  @Column('int', { default: 1 }) lane: number;
  @Column('text') occupant: string;
  @Column('uuid', { name: 'occupant_id' }) occupantId: string;
  /** Half-open. Turnover lies inside a device's and a room's claim, the other parts of the day inside a patient's; a minimum gap is no part of it (ADR 2). */
  @Column('tstzrange') during: string;
  @Column('boolean', { default: true }) live: boolean;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: string | null;
}
