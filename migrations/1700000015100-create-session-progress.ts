import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** What is reported while a session runs: whatever happens to the service or the operator, the trains given are on record. */
export class CreateSessionProgress1700000015100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session_progress (
        clinic_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        trains int not null constraint session_progress_trains_check check (trains > 0),
        pulses int not null constraint session_progress_pulses_check check (pulses > 0),
        intensity_percent_rmt numeric(5, 2) not null constraint session_progress_intensity_check check (intensity_percent_rmt >= 0),
        output_percent_mso numeric(5, 2),
        coil text,
        target_deviation_mm numeric(5, 2),
        ramp_step boolean not null,
        note text,
        reported_at timestamptz not null,
        reported_by uuid not null,
        constraint session_progress_pkey primary key (clinic_id, id),
        constraint session_progress_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint session_progress_reporter_fk foreign key (clinic_id, reported_by) references staff (clinic_id, id)
      );
      create index session_progress_session on session_progress (clinic_id, session_id, id);
      create index session_progress_reporter on session_progress (clinic_id, reported_by);
      ${tenantTable('session_progress', ['select', 'insert'])}
      ${appendOnly('session_progress')}
      create function protect_session_progress() returns trigger language plpgsql as $$
      begin
        if (select status from sessions s where s.clinic_id = new.clinic_id and s.id = new.session_id) is distinct from 'in-progress' then
          raise exception 'progress is reported while a session runs' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger session_progress_runs before insert on session_progress for each row execute function protect_session_progress();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table session_progress; drop function protect_session_progress();');
  }
}
