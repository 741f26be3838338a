import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Which authorisation a delivered session was counted to, and which sessions that are booked will find none with anything left. */
export class CountSessionsToAuthorisations1700000100910 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table authorisation_uses (
        clinic_id uuid not null,
        session_id uuid not null,
        course_id uuid not null,
        -- Null where none of the course's had anything left on that day.
        authorisation_id uuid,
        counted_at timestamptz not null,
        constraint authorisation_uses_pkey primary key (clinic_id, session_id),
        constraint authorisation_uses_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint authorisation_uses_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint authorisation_uses_authorisation_fk foreign key (clinic_id, authorisation_id) references authorisations (clinic_id, id)
      );
      create index authorisation_uses_course on authorisation_uses (clinic_id, course_id);
      create index authorisation_uses_authorisation on authorisation_uses (clinic_id, authorisation_id);
      ${tenantTable('authorisation_uses', ['select', 'insert', 'update'])}

      -- Booked treatments use up what is left in order of time, of what is valid on their day first what ends first, as delivery does.
      create function beyond_authorisation(of_clinic uuid, of_course uuid, of_session uuid) returns boolean language plpgsql stable as $$
      declare
        remaining int[]; first_days date[]; last_days date[]; zone text; booked record; covered boolean;
      begin
        select array_agg(greatest(sessions_approved - sessions_used, 0) order by valid_to, id), array_agg(valid_from order by valid_to, id), array_agg(valid_to order by valid_to, id)
          into remaining, first_days, last_days from authorisations where clinic_id = of_clinic and course_id = of_course;
        if remaining is null then
          return false;
        end if;
        select time_zone into zone from clinics where id = of_clinic;
        for booked in
          select id, (starts_at at time zone zone)::date as day from sessions
          where clinic_id = of_clinic and course_id = of_course and kind = 'treatment' and status in ('scheduled', 'checked-in', 'held', 'in-progress') order by starts_at, id
        loop
          covered := false;
          for n in 1 .. array_length(remaining, 1) loop
            if remaining[n] > 0 and booked.day between first_days[n] and last_days[n] then
              remaining[n] := remaining[n] - 1;
              covered := true;
              exit;
            end if;
          end loop;
          if booked.id = of_session then
            return not covered;
          end if;
        end loop;
        return false;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function beyond_authorisation(uuid, uuid, uuid); drop table authorisation_uses');
  }
}
