import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An open board asks for what was changed since; made beside the work of the service. */
export class IndexReservationChanges1700000100610 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // What a build that was broken off has left is of no use.
    await runner.query('drop index concurrently if exists reservations_changed');
    await runner.query('create index concurrently reservations_changed on reservations (clinic_id, changed_in)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index reservations_changed');
  }
}
