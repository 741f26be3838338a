import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What occupies and is no session (downtimes, absences, holds) is looked for beside the sessions of a window, and is rare among all claims. */
export class IndexOtherClaims1700000090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("create index claims_of_others on claims (clinic_id, occupant) where live and occupant <> 'session';");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index claims_of_others;');
  }
}
