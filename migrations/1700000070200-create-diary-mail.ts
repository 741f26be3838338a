import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** A diary that is sent by e-mail asks anew each day, at the clinic's time, by a link of that day's own. */
export class CreateDiaryMail1700000070200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table self_report_links add column mailed_on date;
      alter table self_report_links add constraint self_report_links_mailed_diary_check check (mailed_on is null or kind = 'pain-diary');

      create table self_report_mail_tokens (
        clinic_id uuid not null,
        digest text not null,
        link_id uuid not null,
        expires_at timestamptz not null,
        constraint self_report_mail_tokens_pkey primary key (clinic_id, digest),
        constraint self_report_mail_tokens_link_fk foreign key (clinic_id, link_id) references self_report_links (clinic_id, id)
      );
      create index self_report_mail_tokens_link on self_report_mail_tokens (clinic_id, link_id);
      ${tenantTable('self_report_mail_tokens', ['select', 'insert', 'delete'])}

      create table diary_settings (
        clinic_id uuid not null constraint diary_settings_clinic_fk references clinics (id),
        ask_at text not null constraint diary_settings_ask_at_check check (ask_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        constraint diary_settings_pkey primary key (clinic_id)
      );
      ${tenantTable('diary_settings', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table diary_settings;
      drop table self_report_mail_tokens;
      alter table self_report_links drop constraint self_report_links_mailed_diary_check;
      alter table self_report_links drop column mailed_on;
    `);
  }
}
