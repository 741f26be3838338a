import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a patient was told of a session, so that a change that is none to them is not told; null for what was told before. */
export class KeepWhatWasTold1700000100620 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session_notices add column told jsonb;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session_notices drop column told;');
  }
}
