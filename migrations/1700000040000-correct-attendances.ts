import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An appointment that was entered wrongly is struck out, with the reason, and another may stand in its place; what was written
 * stays. Two entries that stand for one appointment (a day, and a time where several fall on one) cannot be.
 */
export class CorrectAttendances1700000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger adjunct_attendances_append_only on adjunct_attendances;
      alter table adjunct_attendances
        add column at_time time,
        add column corrects uuid,
        add column struck_at timestamptz,
        add column struck_by uuid,
        add column struck_because text,
        add constraint adjunct_attendances_corrects_fk foreign key (clinic_id, corrects) references adjunct_attendances (clinic_id, id),
        add constraint adjunct_attendances_striker_fk foreign key (clinic_id, struck_by) references staff (clinic_id, id),
        add constraint adjunct_attendances_struck_check check ((struck_at is null) = (struck_by is null) and (struck_at is null) = (struck_because is null));
      create index adjunct_attendances_corrects on adjunct_attendances (clinic_id, corrects);
      create index adjunct_attendances_striker on adjunct_attendances (clinic_id, struck_by);

      -- Until now nothing kept a second entry of a day away; the last one was meant.
      alter table adjunct_attendances no force row level security;
      update adjunct_attendances a set struck_at = b.recorded_at, struck_by = b.recorded_by, struck_because = 'Entered again'
      from adjunct_attendances b
      where b.clinic_id = a.clinic_id and b.adjunct_id = a.adjunct_id and b.on_date = a.on_date
        and b.id = (select max(c.id::text)::uuid from adjunct_attendances c where c.clinic_id = a.clinic_id and c.adjunct_id = a.adjunct_id and c.on_date = a.on_date) and a.id <> b.id;
      alter table adjunct_attendances force row level security;
      create unique index adjunct_attendances_one on adjunct_attendances (clinic_id, adjunct_id, on_date, at_time) nulls not distinct where struck_at is null;

      create function refuse_rewritten_attendance() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and old.struck_at is null and new.struck_at is not null
          and to_jsonb(new) - array['struck_at', 'struck_by', 'struck_because'] = to_jsonb(old) - array['struck_at', 'struck_by', 'struck_because'] then
          return new;
        end if;
        raise exception 'An attendance is struck out once and not changed otherwise.' using errcode = '42501';
      end $$;
      create trigger adjunct_attendances_written_once before update or delete on adjunct_attendances for each row execute function refuse_rewritten_attendance();
      grant update (struck_at, struck_by, struck_because) on adjunct_attendances to tms_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke update (struck_at, struck_by, struck_because) on adjunct_attendances from tms_service;
      drop trigger adjunct_attendances_written_once on adjunct_attendances;
      drop function refuse_rewritten_attendance();
      drop index adjunct_attendances_one;
      alter table adjunct_attendances
        drop constraint adjunct_attendances_struck_check,
        drop constraint adjunct_attendances_striker_fk,
        drop constraint adjunct_attendances_corrects_fk,
        drop column struck_because, drop column struck_by, drop column struck_at, drop column corrects, drop column at_time;
      create trigger adjunct_attendances_append_only before update or delete on adjunct_attendances for each row execute function refuse_change();
    `);
  }
}
