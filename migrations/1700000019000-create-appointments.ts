import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** What leaves the clinic about appointments: calendar feeds by secret link, reminders, and what a patient was told. */
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
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table session_notices; drop table reminder_settings; drop table calendar_feeds;');
  }
}
