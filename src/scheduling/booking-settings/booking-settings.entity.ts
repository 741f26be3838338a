import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** One row of a clinic that has changed anything; without one the defaults hold. */
@Entity('booking_settings')
@Unique('booking_settings_clinic_key', ['clinicId'])
@Check('booking_settings_notice_check', 'cancellation_notice_hours between 0 and 336')
@Check('booking_settings_check_in_check', 'check_in_closes_minutes between 0 and 1440')
@Check('booking_settings_start_check', 'start_closes_minutes between 0 and 1440')
@Check('booking_settings_revision_check', 'revision > 0')
export class BookingSettingsRow {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'booking_settings_pkey' })
  @ForeignKey('Clinic', { name: 'booking_settings_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'booking_settings_pkey' }) id: string;
  @Column('int', { name: 'cancellation_notice_hours' }) cancellationNoticeHours: number;
  @Column('int', { name: 'check_in_closes_minutes', nullable: true }) checkInClosesMinutes: number | null;
  @Column('int', { name: 'start_closes_minutes', nullable: true }) startClosesMinutes: number | null;
  @Column('int') revision: number;
}
