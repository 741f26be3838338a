import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/**
 * Claims: one row for each resource that something occupies. The exclusion constraint is the last word on double
 * booking; whatever the code does, no two live claims of one resource overlap.
 */
export class CreateScheduling1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table claims (
        clinic_id uuid not null constraint claims_clinic_fk references clinics (id),
        id uuid not null,
        kind text not null constraint claims_kind_check check (kind in ('device', 'room', 'operator', 'patient')),
        resource_id uuid not null,
        lane int not null default 1 constraint claims_lane_check check (lane between 1 and 100),
        occupant text not null constraint claims_occupant_check check (occupant in ('session', 'downtime', 'absence', 'hold')),
        occupant_id uuid not null,
        during tstzrange not null,
        live boolean not null default true,
        expires_at timestamptz,
        constraint claims_pkey primary key (clinic_id, id),
        constraint claims_during_check check (
          not isempty(during) and lower(during) is not null and upper(during) is not null
          and lower_inc(during) and not upper_inc(during) and upper(during) - lower(during) <= interval '400 days'),
        constraint claims_no_overlap exclude using gist
          (clinic_id with =, kind with =, resource_id with =, lane with =, during with &&) where (live)
      );
      create index claims_occupant on claims (clinic_id, occupant_id);
      create index claims_window on claims using gist (clinic_id, during) where (live);
      ${tenantTable('claims', ['select', 'insert', 'update'])}

      create table shifts (
        clinic_id uuid not null,
        id uuid not null,
        staff_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        constraint shifts_pkey primary key (clinic_id, id),
        constraint shifts_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id),
        constraint shifts_times_check check (starts_at < ends_at and ends_at - starts_at <= interval '24 hours')
      );
      create index shifts_staff on shifts (clinic_id, staff_id, starts_at);
      ${tenantTable('shifts', ['select', 'insert', 'update', 'delete'])}

      create table absences (
        clinic_id uuid not null,
        id uuid not null,
        staff_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        reason text not null,
        constraint absences_pkey primary key (clinic_id, id),
        constraint absences_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id),
        constraint absences_times_check check (starts_at < ends_at)
      );
      create index absences_staff on absences (clinic_id, staff_id, starts_at);
      ${tenantTable('absences', ['select', 'insert', 'update', 'delete'])}

      create table downtimes (
        clinic_id uuid not null,
        id uuid not null,
        device_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        reason text not null,
        constraint downtimes_pkey primary key (clinic_id, id),
        constraint downtimes_device_fk foreign key (clinic_id, device_id) references devices (clinic_id, id),
        constraint downtimes_times_check check (starts_at < ends_at)
      );
      create index downtimes_device on downtimes (clinic_id, device_id, starts_at);
      ${tenantTable('downtimes', ['select', 'insert', 'update', 'delete'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table downtimes; drop table absences; drop table shifts; drop table claims;');
  }
}
