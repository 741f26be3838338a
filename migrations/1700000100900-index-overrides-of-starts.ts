import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was signed for at a start is shown with the course: the few sessions that have something are found at once. */
export class IndexOverridesOfStarts1700000100900 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // What a build that was broken off has left is of no use.
    await runner.query('drop index concurrently if exists sessions_with_overrides');
    await runner.query(`create index concurrently sessions_with_overrides on sessions (clinic_id, course_id) where prescribed ? 'overrides'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index sessions_with_overrides');
  }
}
