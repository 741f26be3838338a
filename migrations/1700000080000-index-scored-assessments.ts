import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports over many courses look scores up by the hundred thousand: all that they need stands in the index itself. */
export class IndexScoredAssessments1700000080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index assessments_scored on assessments (clinic_id, course_id, measure, assessed_at, id, unrounded_score, session_number, recall_period)
        where superseded_at is null and entered_in_error_at is null and unrounded_score is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index assessments_scored;');
  }
}
