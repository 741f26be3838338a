import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Invitations to patients to answer by themselves, with the answers given so far until they are sent. */
export class CreateSelfReport1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table self_report_links (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        course_id uuid,
        kind text not null constraint self_report_links_kind_check check (kind in ('one-time', 'pain-diary')),
        measures text[] not null constraint self_report_links_measures_check check (cardinality(measures) between 1 and 12),
        digest text not null,
        language text not null constraint self_report_links_language_check check (language in ('en', 'de')),
        kiosk boolean not null,
        created_at timestamptz not null,
        created_by uuid,
        expires_at timestamptz not null,
        emailed_at timestamptz,
        revoked_at timestamptz,
        revoked_by uuid,
        started_at timestamptz,
        draft jsonb not null,
        alerted_at timestamptz,
        used_at timestamptz,
        answered_on date,
        constraint self_report_links_pkey primary key (clinic_id, id),
        constraint self_report_links_digest_key unique (clinic_id, digest),
        constraint self_report_links_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint self_report_links_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint self_report_links_expiry_check check (expires_at > created_at),
        constraint self_report_links_used_once_check check (used_at is null or kind = 'one-time'),
        constraint self_report_links_diary_of_course_check check (kind <> 'pain-diary' or course_id is not null),
        constraint self_report_links_draft_cleared_check check (used_at is null or draft = '{}'::jsonb)
      );
      create index self_report_links_patient on self_report_links (clinic_id, patient_id, id);
      create index self_report_links_course on self_report_links (clinic_id, course_id);
      ${tenantTable('self_report_links', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table self_report_links;');
  }
}
