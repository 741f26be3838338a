import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** A clinician stands for a motor threshold: once, with the name as it was then. */
export class SignThresholds1700000100510 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table motor_threshold_signatures (
        clinic_id uuid not null,
        id uuid not null,
        motor_threshold_id uuid not null,
        signed_by uuid not null,
        signer_name text not null,
        signed_at timestamptz not null,
        constraint motor_threshold_signatures_pkey primary key (clinic_id, id),
        constraint motor_threshold_signatures_threshold_key unique (clinic_id, motor_threshold_id),
        constraint motor_threshold_signatures_threshold_fk foreign key (clinic_id, motor_threshold_id) references motor_thresholds (clinic_id, id),
        constraint motor_threshold_signatures_signer_fk foreign key (clinic_id, signed_by) references staff (clinic_id, id)
      );
      create index motor_threshold_signatures_signer on motor_threshold_signatures (clinic_id, signed_by);
      ${tenantTable('motor_threshold_signatures', ['select', 'insert'])}
      ${appendOnly('motor_threshold_signatures')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table motor_threshold_signatures');
  }
}
