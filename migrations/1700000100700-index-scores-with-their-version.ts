import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cohorts compare a score with a baseline of the same version of its measure alone; so the version stands in the index that they read. */
export class IndexScoresWithTheirVersion1700000100700 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists assessments_scored_version;');
    await runner.query(`create index concurrently assessments_scored_version on assessments (clinic_id, course_id, measure, assessed_at, id, unrounded_score, session_number, recall_period, measure_version)
      where superseded_at is null and entered_in_error_at is null and unrounded_score is not null;`);
    await runner.query('drop index concurrently if exists assessments_scored;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index assessments_scored on assessments (clinic_id, course_id, measure, assessed_at, id, unrounded_score, session_number, recall_period)
        where superseded_at is null and entered_in_error_at is null and unrounded_score is not null;
      drop index assessments_scored_version;
    `);
  }
}
