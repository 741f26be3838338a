import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Any signature closes what was given, not only the last that a clinic wants; an addendum says what it corrects. */
export class CorrectByAddendum1700000060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session_addenda add column corrections jsonb not null default '[]'
        constraint session_addenda_corrections_check check (jsonb_typeof(corrections) = 'array');

      create or replace function protect_signed_session() returns trigger language plpgsql as $$
      declare
        closing text[] := array['status', 'changed_in'];
      begin
        if tg_op = 'DELETE' or old.status = 'signed' or (
            exists (select 1 from session_signatures g where g.clinic_id = old.clinic_id and g.session_id = old.id)
            and not (old.status = 'completed' and new.status = 'signed' and to_jsonb(new) - closing = to_jsonb(old) - closing)) then
          raise exception 'a signed session is never changed, no session is ever deleted' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function protect_signed_session() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.status = 'signed' or (old.status = 'aborted' and exists (
            select 1 from session_signatures g where g.clinic_id = old.clinic_id and g.session_id = old.id)) then
          raise exception 'a signed session is never changed, no session is ever deleted' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      alter table session_addenda drop column corrections;
    `);
  }
}
