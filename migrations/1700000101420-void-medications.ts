import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A medication that was entered in error (of another patient, twice) stays to be read, and nothing is concluded from it. */
export class VoidMedications1700000101420 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table medications add column voided_at timestamptz;
      alter table medications add column voided_by uuid;
      alter table medications add column void_reason text;
      alter table medications add constraint medications_voided_check
        check ((voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)) not valid;
      alter table medications validate constraint medications_voided_check;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table medications drop constraint medications_voided_check;
      alter table medications drop column void_reason, drop column voided_by, drop column voided_at;
    `);
  }
}
