import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** Value sets of a country that a clinic brings, and what it decided about its measures. */
export class CreateMeasureValueSets1700000100310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table measure_value_sets (
        clinic_id uuid not null constraint measure_value_sets_clinic_fk references clinics (id),
        id uuid not null,
        measure text not null,
        code text not null,
        version integer not null constraint measure_value_sets_version_check check (version > 0),
        definition jsonb not null,
        defined_at timestamptz not null,
        defined_by uuid not null,
        constraint measure_value_sets_pkey primary key (clinic_id, id),
        constraint measure_value_sets_version_key unique (clinic_id, measure, code, version),
        constraint measure_value_sets_staff_fk foreign key (clinic_id, defined_by) references staff (clinic_id, id)
      );
      create index measure_value_sets_staff on measure_value_sets (clinic_id, defined_by);
      ${tenantTable('measure_value_sets', ['select', 'insert'])}
      ${appendOnly('measure_value_sets')}

      create table measure_settings (
        clinic_id uuid not null constraint measure_settings_clinic_fk references clinics (id),
        licensed_by_topic boolean not null,
        value_set text not null,
        constraint measure_settings_pkey primary key (clinic_id)
      );
      ${tenantTable('measure_settings', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table measure_settings; drop table measure_value_sets;');
  }
}
