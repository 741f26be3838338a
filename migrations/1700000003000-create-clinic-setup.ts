import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Days a clinic is closed, its rooms and its devices. */
export class CreateClinicSetup1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table closures (
        clinic_id uuid not null constraint closures_clinic_fk references clinics (id),
        id uuid not null,
        from_date date not null,
        to_date date not null,
        reason text not null,
        constraint closures_pkey primary key (clinic_id, id),
        constraint closures_dates_check check (from_date <= to_date and to_date - from_date <= 366)
      );
      create index closures_dates on closures (clinic_id, to_date);
      ${tenantTable('closures', ['select', 'insert', 'update', 'delete'])}

      create table rooms (
        clinic_id uuid not null constraint rooms_clinic_fk references clinics (id),
        id uuid not null,
        name text not null,
        status text not null constraint rooms_status_check check (status in ('in-service', 'out-of-service')),
        constraint rooms_pkey primary key (clinic_id, id),
        constraint rooms_name_key unique (clinic_id, name)
      );
      ${tenantTable('rooms', ['select', 'insert', 'update'])}

      create table devices (
        clinic_id uuid not null constraint devices_clinic_fk references clinics (id),
        id uuid not null,
        name text not null,
        manufacturer text not null,
        model text not null,
        modalities text[] not null constraint devices_modalities_check check (cardinality(modalities) > 0),
        max_output_note text,
        maximum_output_percent_mso numeric(5, 2) constraint devices_maximum_output_check check (maximum_output_percent_mso between 1 and 100),
        coil_type text constraint devices_coil_type_check check (coil_type in ('figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7')),
        status text not null constraint devices_status_check check (status in ('in-service', 'out-of-service')),
        constraint devices_pkey primary key (clinic_id, id),
        constraint devices_name_key unique (clinic_id, name)
      );
      ${tenantTable('devices', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table devices; drop table rooms; drop table closures;');
  }
}
