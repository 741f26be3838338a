import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** What leaves the clinic about appointments: calendar feeds by secret link, reminders, what a patient was told; and who waits for one. */
export class CreateAppointments1700000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar_feeds (
        clinic_id uuid not null constraint calendar_feeds_clinic_fk references clinics (id),
        id uuid not null,
        kind text not null constraint calendar_feeds_kind_check check (kind in ('staff', 'device', 'patient')),
        subject_id uuid not null,
        secret_hash text not null,
        created_at timestamptz not null,
        created_by uuid not null,
        revoked_at timestamptz,
        constraint calendar_feeds_pkey primary key (clinic_id, id),
        constraint calendar_feeds_secret_key unique (clinic_id, secret_hash),
        constraint calendar_feeds_staff_fk foreign key (clinic_id, created_by) references staff (clinic_id, id)
      );
      create index calendar_feeds_staff on calendar_feeds (clinic_id, created_by);
      ${tenantTable('calendar_feeds', ['select', 'insert', 'update'])}

      create table reminder_settings (
        clinic_id uuid not null constraint reminder_settings_clinic_fk references clinics (id),
        enabled boolean not null,
        hours_before int[] not null constraint reminder_settings_hours_check check (cardinality(hours_before) between 1 and 5),
        templates jsonb not null,
        constraint reminder_settings_pkey primary key (clinic_id)
      );
      ${tenantTable('reminder_settings', ['select', 'insert', 'update'])}
      create policy reminder_settings_of_jobs on reminder_settings for select using (app_is_job());

      create table session_notices (
        clinic_id uuid not null,
        session_id uuid not null,
        revision int not null,
        cancelled boolean not null,
        told_at timestamptz not null,
        constraint session_notices_pkey primary key (clinic_id, session_id),
        constraint session_notices_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id)
      );
      ${tenantTable('session_notices', ['select', 'insert', 'update'])}

      create table waitlist_entries (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        patient_id uuid not null,
        session_id uuid,
        windows jsonb not null,
        expires_at timestamptz not null,
        status text not null constraint waitlist_entries_status_check check (status in ('waiting', 'booked', 'withdrawn', 'expired')),
        created_at timestamptz not null,
        constraint waitlist_entries_pkey primary key (clinic_id, id),
        constraint waitlist_entries_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint waitlist_entries_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint waitlist_entries_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id)
      );
      create unique index waitlist_entries_one_waiting on waitlist_entries (clinic_id, course_id) where status = 'waiting';
      create index waitlist_entries_course on waitlist_entries (clinic_id, course_id);
      create index waitlist_entries_patient on waitlist_entries (clinic_id, patient_id);
      create index waitlist_entries_session on waitlist_entries (clinic_id, session_id);
      ${tenantTable('waitlist_entries', ['select', 'insert', 'update'])}
      create policy waitlist_entries_of_jobs on waitlist_entries for select using (app_is_job());

      create table waitlist_offers (
        clinic_id uuid not null,
        id uuid not null,
        entry_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        device_id uuid not null,
        room_id uuid not null,
        operator_id uuid not null,
        expires_at timestamptz not null,
        status text not null constraint waitlist_offers_status_check check (status in ('open', 'accepted', 'declined', 'lost', 'expired')),
        created_at timestamptz not null,
        constraint waitlist_offers_pkey primary key (clinic_id, id),
        constraint waitlist_offers_entry_fk foreign key (clinic_id, entry_id) references waitlist_entries (clinic_id, id)
      );
      create index waitlist_offers_entry on waitlist_offers (clinic_id, entry_id);
      create unique index waitlist_offers_one_open on waitlist_offers (clinic_id, entry_id) where status = 'open';
      ${tenantTable('waitlist_offers', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table waitlist_offers; drop table waitlist_entries; drop table session_notices; drop table reminder_settings; drop table calendar_feeds;');
  }
}
