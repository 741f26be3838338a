import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside a score: its subscores unrounded, the band in every set of cut-offs, and the value set that made it an index. */
export class KeepWhatAScoreSays1700000100300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assessments
        add column unrounded_subscores jsonb,
        add column classifications jsonb,
        add column value_set jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assessments drop column unrounded_subscores, drop column classifications, drop column value_set;');
  }
}
