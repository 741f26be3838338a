import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An authorisation that was entered in error stays to be read, and pays for nothing. */
export class VoidAuthorisations1700000101400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table authorisations add column voided_at timestamptz;
      alter table authorisations add column voided_by uuid;
      alter table authorisations add column void_reason text;
      alter table authorisations add constraint authorisations_voided_check
        check ((voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)) not valid;
      alter table authorisations validate constraint authorisations_voided_check;
      ${beyondAuthorisation('case when voided_at is null then greatest(sessions_approved - sessions_used, 0) else 0 end')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${beyondAuthorisation('greatest(sessions_approved - sessions_used, 0)')}
      alter table authorisations drop constraint authorisations_voided_check;
      alter table authorisations drop column void_reason, drop column voided_by, drop column voided_at;
    `);
  }
}

/** Booked treatments use up what is left in order of time, of what is valid on their day first what ends first, as delivery does. */
function beyondAuthorisation(left: string): string {
  return `
      create or replace function beyond_authorisation(of_clinic uuid, of_course uuid, of_session uuid) returns boolean language plpgsql stable as $$
      declare
        remaining int[]; first_days date[]; last_days date[]; zone text; booked record; covered boolean;
      begin
        select array_agg(${left} order by valid_to, id), array_agg(valid_from order by valid_to, id), array_agg(valid_to order by valid_to, id)
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
      end $$;`;
}
