import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** The safety limits in which a clinic differs from the defaults. */
export class CreateSafetyLimits1700000029000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table safety_limits (
        clinic_id uuid not null,
        id uuid not null,
        limits jsonb not null,
        revision int not null constraint safety_limits_revision_check check (revision > 0),
        constraint safety_limits_pkey primary key (clinic_id, id),
        constraint safety_limits_clinic_key unique (clinic_id),
        constraint safety_limits_clinic_fk foreign key (clinic_id) references clinics (id)
      );
      ${tenantTable('safety_limits', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table safety_limits;');
  }
}
