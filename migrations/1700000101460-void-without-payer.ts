import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A letter of another patient may have been entered for one who pays herself: voided as such it does not make her course one in which payers have a say. */
export class VoidWithoutPayer1700000101460 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table authorisations add column no_payer_concerned boolean not null default false;
      alter table authorisations add constraint authorisations_no_payer_check check (not no_payer_concerned or voided_at is not null) not valid;
      alter table authorisations validate constraint authorisations_no_payer_check;
      ${beyondAuthorisation('and not no_payer_concerned')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${beyondAuthorisation('')}
      alter table authorisations drop constraint authorisations_no_payer_check;
      alter table authorisations drop column no_payer_concerned;
    `);
  }
}

/** Booked treatments use up what is left in order of time, of what is valid on their day first what ends first, as delivery does. */
function beyondAuthorisation(concerned: string): string {
  return `
      create or replace function beyond_authorisation(of_clinic uuid, of_course uuid, of_session uuid) returns boolean language plpgsql stable as $$
      declare
        remaining int[]; first_days date[]; last_days date[]; zone text; booked record; covered boolean;
      begin
        select array_agg(case when voided_at is null then greatest(sessions_approved - sessions_used, 0) else 0 end order by valid_to, id), array_agg(valid_from order by valid_to, id), array_agg(valid_to order by valid_to, id)
          into remaining, first_days, last_days from authorisations where clinic_id = of_clinic and course_id = of_course ${concerned};
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
