import type { MigrationInterface, QueryRunner } from 'typeorm';

const REVISED = `(new.starts_at, new.ends_at, new.device_id, new.room_id, new.operator_id, new.status in ('cancelled', 'no-show'))
            is distinct from (old.starts_at, old.ends_at, old.device_id, old.room_id, old.operator_id, old.status in ('cancelled', 'no-show'))`;

/**
 * Calendars ask when an appointment was revised last (LAST-MODIFIED, and DTSTAMP of a feed). Null where it never was, or before
 * this was kept. The service says when; where it does not (the release before), the database does.
 */
export class TellWhenSessionsWereRevised1700000101500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sessions add column revised_at timestamptz;
      create or replace function note_session_change() returns trigger language plpgsql as $$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        if tg_op = 'UPDATE' and ${REVISED} then
          new.revision := old.revision + 1;
          if new.revised_at is not distinct from old.revised_at then
            new.revised_at := greatest(now(), old.revised_at);
          end if;
        end if;
        return new;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function note_session_change() returns trigger language plpgsql as $$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        if tg_op = 'UPDATE' and ${REVISED} then
          new.revision := old.revision + 1;
        end if;
        return new;
      end $$;
      alter table sessions drop column revised_at;
    `);
  }
}
