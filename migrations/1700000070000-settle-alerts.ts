import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An alert whose reason is gone is settled, and says why; nobody has to answer it. */
export class SettleAlerts1700000070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts add column resolved_at timestamptz, add column resolution text;
      alter table alerts drop constraint alerts_status_check;
      alter table alerts add constraint alerts_status_check check (status in ('open', 'acknowledged', 'resolved'));
      alter table alerts add constraint alerts_resolution_check check ((status = 'resolved') = (resolved_at is not null and resolution is not null));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts drop constraint alerts_resolution_check;
      alter table alerts drop constraint alerts_status_check;
      alter table alerts no force row level security;
      update alerts set status = 'open' where status = 'resolved';
      alter table alerts force row level security;
      alter table alerts add constraint alerts_status_check check (status in ('open', 'acknowledged'));
      alter table alerts drop column resolution, drop column resolved_at;
    `);
  }
}
