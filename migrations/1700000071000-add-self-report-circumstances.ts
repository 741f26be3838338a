import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Over which time a self-report asks, by whose hand it is answered, and how long each of its measures took. */
export class AddSelfReportCircumstances1700000071000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table self_report_links
        add column recall_period text,
        add column answered_by text not null default 'patient',
        add column asked_at timestamptz,
        add column measure_milliseconds jsonb not null default '{}',
        add constraint self_report_links_answered_by_check check (answered_by in ('patient', 'proxy'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table self_report_links
        drop column recall_period, drop column answered_by, drop column asked_at, drop column measure_milliseconds;
    `);
  }
}
