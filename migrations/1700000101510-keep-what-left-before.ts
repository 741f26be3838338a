import type { MigrationInterface, QueryRunner } from 'typeorm';

/** While a message of a session waits: which one, and what was told by those that have left, should this one never leave. */
export class KeepWhatLeftBefore1700000101510 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session_notices add column message_key text, add column told_before jsonb;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session_notices drop column message_key, drop column told_before;');
  }
}
