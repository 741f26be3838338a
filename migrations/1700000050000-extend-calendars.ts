import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Other hours on single dates, public holidays, what an operator may deliver, pauses of a device, and what the clinic decides about booking. */
export class ExtendCalendars1700000050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table clinics add column public_holidays jsonb;

      create table opening_exceptions (
        clinic_id uuid not null constraint opening_exceptions_clinic_fk references clinics (id),
        id uuid not null,
        on_date date not null,
        intervals jsonb not null,
        reason text not null,
        constraint opening_exceptions_pkey primary key (clinic_id, id),
        constraint opening_exceptions_date_key unique (clinic_id, on_date)
      );
      ${tenantTable('opening_exceptions', ['select', 'insert', 'update', 'delete'])}

      alter table devices add column cooling_minutes int constraint devices_cooling_minutes_check check (cooling_minutes between 0 and 240);
      alter table devices add column daily_check_minutes int not null default 0 constraint devices_daily_check_minutes_check check (daily_check_minutes between 0 and 120);

      create table competences (
        clinic_id uuid not null,
        id uuid not null,
        staff_id uuid not null,
        modality text not null,
        coil_type text constraint competences_coil_type_check check (coil_type in ('figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7')),
        valid_until date,
        constraint competences_pkey primary key (clinic_id, id),
        constraint competences_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id)
      );
      create unique index competences_once on competences (clinic_id, staff_id, modality, coalesce(coil_type, ''));
      create index competences_staff on competences (clinic_id, staff_id);
      ${tenantTable('competences', ['select', 'insert', 'update', 'delete'])}

      create table booking_settings (
        clinic_id uuid not null,
        id uuid not null,
        cancellation_notice_hours int not null constraint booking_settings_notice_check check (cancellation_notice_hours between 0 and 336),
        check_in_closes_minutes int not null constraint booking_settings_check_in_check check (check_in_closes_minutes between 0 and 1440),
        start_closes_minutes int not null constraint booking_settings_start_check check (start_closes_minutes between 0 and 1440),
        revision int not null constraint booking_settings_revision_check check (revision > 0),
        constraint booking_settings_pkey primary key (clinic_id, id),
        constraint booking_settings_clinic_key unique (clinic_id),
        constraint booking_settings_clinic_fk foreign key (clinic_id) references clinics (id)
      );
      ${tenantTable('booking_settings', ['select', 'insert', 'update'])}

      alter table sessions add column cancelled_late boolean not null default false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sessions drop column cancelled_late;
      drop table booking_settings;
      drop table competences;
      alter table devices drop column daily_check_minutes, drop column cooling_minutes;
      drop table opening_exceptions;
      alter table clinics drop column public_holidays;
    `);
  }
}
