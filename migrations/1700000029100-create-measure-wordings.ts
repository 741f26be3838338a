import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** A measure in the words of the form that a clinic holds; none of them comes with the product. */
export class CreateMeasureWordings1700000029100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table measure_wordings (
        clinic_id uuid not null constraint measure_wordings_clinic_fk references clinics (id),
        id uuid not null,
        measure text not null,
        language text not null,
        words jsonb not null,
        constraint measure_wordings_pkey primary key (clinic_id, id),
        constraint measure_wordings_measure_key unique (clinic_id, measure, language)
      );
      ${tenantTable('measure_wordings', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table measure_wordings;');
  }
}
