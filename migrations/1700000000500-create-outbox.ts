import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Mail that is to leave: written in the transaction that has a reason for it, sent in the background. */
export class CreateOutbox1700000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The service's own jobs, which work for one clinic after another, may see which clinics there are.
      create function app_is_job() returns boolean language sql stable parallel safe
        return coalesce(current_setting('app.job', true), '') = 'on';
      create policy clinics_of_jobs on clinics for select using (app_is_job());

      create table outbox_messages (
        clinic_id uuid not null constraint outbox_messages_clinic_fk references clinics (id),
        id uuid not null,
        key text,
        recipient text not null,
        subject text not null,
        -- Emptied once the message has left: links in it are secrets.
        content jsonb,
        about_kind text,
        about_id uuid,
        status text not null constraint outbox_messages_status_check check (status in ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'expired', 'withdrawn')),
        attempts int not null constraint outbox_messages_attempts_check check (attempts >= 0),
        next_attempt_at timestamptz not null,
        expires_at timestamptz,
        last_fault text,
        sent_at timestamptz,
        created_at timestamptz not null,
        constraint outbox_messages_pkey primary key (clinic_id, id),
        constraint outbox_messages_key_key unique (clinic_id, key)
      );
      create index outbox_messages_due on outbox_messages (clinic_id, next_attempt_at) where status in ('waiting', 'sending');
      create index outbox_messages_about on outbox_messages (clinic_id, about_id) where about_id is not null;
      ${tenantTable('outbox_messages', ['select', 'insert', 'update'])}
      create policy outbox_messages_of_jobs on outbox_messages for select using (app_is_job());
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table outbox_messages;
      drop policy clinics_of_jobs on clinics;
      drop function app_is_job();
    `);
  }
}
