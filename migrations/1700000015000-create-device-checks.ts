import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** The daily check of a device, and how much each coil has been used. */
export class CreateDeviceChecks1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table device_checks (
        clinic_id uuid not null,
        id uuid not null,
        device_id uuid not null,
        on_date date not null,
        outcome text not null constraint device_checks_outcome_check check (outcome in ('passed', 'failed')),
        items jsonb not null,
        note text,
        checked_at timestamptz not null,
        checked_by uuid not null,
        constraint device_checks_pkey primary key (clinic_id, id),
        constraint device_checks_device_fk foreign key (clinic_id, device_id) references devices (clinic_id, id),
        constraint device_checks_checker_fk foreign key (clinic_id, checked_by) references staff (clinic_id, id)
      );
      create index device_checks_day on device_checks (clinic_id, device_id, on_date);
      create index device_checks_checker on device_checks (clinic_id, checked_by);
      ${tenantTable('device_checks', ['select', 'insert'])}
      ${appendOnly('device_checks')}

      create table coils (
        clinic_id uuid not null,
        id uuid not null,
        device_id uuid not null,
        name text not null,
        pulses bigint not null default 0 constraint coils_pulses_check check (pulses >= 0),
        sessions int not null default 0 constraint coils_sessions_check check (sessions >= 0),
        pulse_limit bigint constraint coils_pulse_limit_check check (pulse_limit > 0),
        first_used_at timestamptz not null,
        last_used_at timestamptz not null,
        constraint coils_pkey primary key (clinic_id, id),
        constraint coils_name_key unique (clinic_id, device_id, name),
        constraint coils_device_fk foreign key (clinic_id, device_id) references devices (clinic_id, id)
      );
      ${tenantTable('coils', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table coils; drop table device_checks;');
  }
}
