import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An override answers what was found when it was given and nothing that comes later; a current with pulses has a consent of its own. */
export class AnswerWhatWasFound1700000100500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null of one that was given before: it answers its rule, as it did.
      alter table course_overrides add column answered text[];
      alter table consents drop constraint consents_kind_check;
      alter table consents add constraint consents_kind_check check (kind in ('treatment', 'off-label', 'combined-stimulation', 'data-sharing')) not valid;
      alter table consents validate constraint consents_kind_check;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Consents are never deleted: those to a combination stay, and only new ones are refused again.
    await runner.query(`
      alter table consents drop constraint consents_kind_check;
      alter table consents add constraint consents_kind_check check (kind in ('treatment', 'off-label', 'data-sharing')) not valid;
      alter table course_overrides drop column answered;
    `);
  }
}
