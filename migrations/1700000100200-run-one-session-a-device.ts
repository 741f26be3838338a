import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which device a session runs, so that a second one cannot begin on it. Sessions that run already keep it empty and stand in nobody's way. */
export class RunOneSessionADevice1700000100200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions add column running_on uuid;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions drop column running_on;');
  }
}
