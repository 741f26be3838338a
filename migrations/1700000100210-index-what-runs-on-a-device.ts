import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Made while the service is at work; what a broken-off try left is removed first. Going down runs in a transaction. */
export class IndexWhatRunsOnADevice1700000100210 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists sessions_one_on_device;');
    await runner.query(`create unique index concurrently sessions_one_on_device on sessions (clinic_id, running_on) where status = 'in-progress';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index sessions_one_on_device;');
  }
}
