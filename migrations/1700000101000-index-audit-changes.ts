import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An open board asks whether anything was changed since: without the looks that were taken meanwhile, of which there are
 * many more. Made beside the work of the service.
 */
export class IndexAuditChanges1700000101000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // What a build that was broken off has left is of no use.
    await runner.query('drop index concurrently if exists audit_entries_changes');
    await runner.query('create index concurrently audit_entries_changes on audit_entries (clinic_id, transaction) where changes is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index audit_entries_changes');
  }
}
