import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** How strictly a clinic asks before each session, and whose signatures close a record. */
export class CreateDeliverySettings1700000015300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery_settings (
        clinic_id uuid not null,
        id uuid not null,
        signing text not null constraint delivery_settings_signing_check check (signing in ('clinician', 'operator', 'operator-and-clinician')),
        signature_due_hours int not null constraint delivery_settings_due_check check (signature_due_hours between 1 and 720),
        coil_at_limit text not null constraint delivery_settings_coil_check check (coil_at_limit in ('warn', 'refuse')),
        pre_session_levels jsonb not null,
        revision int not null constraint delivery_settings_revision_check check (revision > 0),
        constraint delivery_settings_pkey primary key (clinic_id, id),
        constraint delivery_settings_clinic_key unique (clinic_id),
        constraint delivery_settings_clinic_fk foreign key (clinic_id) references clinics (id)
      );
      ${tenantTable('delivery_settings', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery_settings;');
  }
}
