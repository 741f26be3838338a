import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** What a second clinician said of a draft, before it is published. */
export class ReviewProtocols1700000013200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table protocol_reviews (
        clinic_id uuid not null,
        id uuid not null,
        protocol_id uuid not null,
        version int not null,
        decision text not null constraint protocol_reviews_decision_check check (decision in ('approved', 'changes-wanted')),
        comment text not null,
        reviewed_by uuid not null,
        reviewed_at timestamptz not null,
        constraint protocol_reviews_pkey primary key (clinic_id, id),
        constraint protocol_reviews_version_fk foreign key (clinic_id, protocol_id, version) references protocol_versions (clinic_id, protocol_id, version),
        constraint protocol_reviews_reviewer_fk foreign key (clinic_id, reviewed_by) references staff (clinic_id, id)
      );
      create index protocol_reviews_version on protocol_reviews (clinic_id, protocol_id, version);
      create index protocol_reviews_reviewer on protocol_reviews (clinic_id, reviewed_by);
      ${tenantTable('protocol_reviews', ['select', 'insert'])}
      ${appendOnly('protocol_reviews')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table protocol_reviews;');
  }
}
