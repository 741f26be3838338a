import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** Somebody else has looked at why a glass was broken, and said what they make of it. */
export class ReviewBrokenGlass1700000100100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table glass_reviews (
        clinic_id uuid not null,
        grant_id uuid not null,
        reviewed_at timestamptz not null,
        reviewed_by uuid not null,
        justified boolean not null,
        note text not null,
        constraint glass_reviews_pkey primary key (clinic_id, grant_id),
        constraint glass_reviews_grant_fk foreign key (clinic_id, grant_id) references glass_grants (clinic_id, id),
        constraint glass_reviews_reviewed_by_fk foreign key (clinic_id, reviewed_by) references staff (clinic_id, id)
      );
      create index glass_reviews_reviewed_by on glass_reviews (clinic_id, reviewed_by);
      ${tenantTable('glass_reviews', ['select', 'insert'])}
      ${appendOnly('glass_reviews')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table glass_reviews;');
  }
}
