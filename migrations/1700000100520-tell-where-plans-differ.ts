import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A booked treatment around which there is no room for its plan, as it was changed, says so. */
export class TellWherePlansDiffer1700000100520 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions add column plan_differs boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions drop column plan_differs');
  }
}
