import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody must still be allowed, and which records must still be open to them, before a kept answer is sent again. */
export class GuardKeptAnswers1700000030000 implements MigrationInterface {
  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      alter table idempotency_keys
        add column permissions text[] not null default '{}',
        add column records uuid[] not null default '{}'`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`alter table idempotency_keys drop column permissions, drop column records`);
  }
}
