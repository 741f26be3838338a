import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Made while the service is at work; the index of a try that was broken off is made anew. */
export class IndexWhatRunsOnADevice1700000100210 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists sessions_one_on_device;');
    await runner.query(`create unique index concurrently sessions_one_on_device on sessions (clinic_id, running_on) where status = 'in-progress';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently sessions_one_on_device;');
  }
}
