import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reservations tell which transaction changed them last, as sessions do, so that open boards hear of them. */
export class NoteReservationChanges1700000100600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reservations add column changed_in bigint not null default 0;
      create function note_reservation_change() returns trigger language plpgsql as $$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        return new;
      end $$;
      create trigger reservations_change_noted before insert or update on reservations for each row execute function note_reservation_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger reservations_change_noted on reservations;
      drop function note_reservation_change();
      alter table reservations drop column changed_in;
    `);
  }
}
