import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** What payers and waiting times ask of a record: referral, serial numbers, what a drug did, the physician's notes. */
export class RecordWhatPayersAsk1700000100710 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table courses add column referred_on date;
      alter table devices add column serial_number text;
      alter table coils add column serial_number text;
      alter table medications add column outcome text;
      alter table medications add constraint medications_outcome_check check (outcome in ('response', 'partial-response', 'no-response', 'not-tolerated')) not valid;
      create table progress_notes (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        text text not null,
        written_by uuid not null,
        written_at timestamptz not null,
        constraint progress_notes_pkey primary key (clinic_id, id),
        constraint progress_notes_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint progress_notes_writer_fk foreign key (clinic_id, written_by) references staff (clinic_id, id)
      );
      create index progress_notes_course on progress_notes (clinic_id, course_id, written_at);
      create index progress_notes_writer on progress_notes (clinic_id, written_by);
      ${tenantTable('progress_notes', ['select', 'insert'])}
      ${appendOnly('progress_notes')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table progress_notes;
      alter table medications drop column outcome;
      alter table coils drop column serial_number;
      alter table devices drop column serial_number;
      alter table courses drop column referred_on;
    `);
  }
}
