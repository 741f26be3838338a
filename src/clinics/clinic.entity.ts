import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { HolidayRegion } from './public-holidays/public-holidays.js';

/** Opening hours of one weekday; several on one day are allowed (a lunch break lies between them). */
export interface OpeningInterval {
  /** ISO: Monday 1 to Sunday 7. */
  weekday: number;
  /** Wall-clock time in the clinic's zone, `HH:MM`. */
  opens: string;
  closes: string;
}

/** The tenant. Its id is the `clinic_id` of every other table. */
@Entity('clinics')
@Check('clinics_slot_minutes_check', 'slot_minutes between 5 and 120')
@Check('clinics_protocol_review_check', `protocol_review in ('none', 'second-clinician')`)
@Check('clinics_turnover_minutes_check', 'turnover_minutes between 0 and 120')
export class Clinic {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'clinics_pkey' }) id: string;
  @Column('text') name: string;
  /** IANA name, e.g. `America/New_York`. */
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('jsonb', { name: 'opening_hours' }) openingHours: OpeningInterval[];
  /** The grid on which sessions start, counted from opening. */
  @Column('int', { name: 'slot_minutes' }) slotMinutes: number;
  /** Time that device and room stay occupied after a session. */
  @Column('int', { name: 'turnover_minutes' }) turnoverMinutes: number;
  /** Whose public holidays close the clinic; null: none do. */
  @Column('jsonb', { name: 'public_holidays', nullable: true }) publicHolidays: HolidayRegion | null;
  /** Turns ids into the pseudonyms of de-identified exports; never told to anyone. */
  @Column('uuid', { name: 'pseudonym_key' }) pseudonymKey: string;
  /** Whether a protocol is published by one clinician, or only once a second one approved it. */
  @Column('text', { name: 'protocol_review', default: 'none' }) protocolReview: 'none' | 'second-clinician';
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
