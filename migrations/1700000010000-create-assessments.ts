import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Filled-in measures. A correction is a new row that supersedes the old one; no answer is ever overwritten. */
export class CreateAssessments1700000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assessments (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        course_id uuid,
        session_id uuid,
        measure text not null,
        measure_version text not null,
        recall_period text not null,
        answers jsonb not null,
        score double precision,
        unrounded_score double precision,
        subscores jsonb not null,
        severity text,
        complete boolean not null,
        prorated boolean not null,
        reason text,
        flags text[] not null,
        assessed_at timestamptz not null,
        session_number int not null constraint assessments_session_number_check check (session_number >= 0),
        cumulative_pulses bigint not null constraint assessments_cumulative_pulses_check check (cumulative_pulses >= 0),
        recorded_at timestamptz not null,
        recorded_by uuid,
        entered_by text not null constraint assessments_entered_by_check check (entered_by in ('patient', 'staff', 'proxy')),
        place text constraint assessments_place_check check (place in ('clinic', 'home', 'telephone', 'other')),
        duration_seconds int constraint assessments_duration_check check (duration_seconds between 0 and 86400),
        supersedes uuid,
        superseded_at timestamptz,
        correction_reason text,
        entered_in_error_at timestamptz,
        entered_in_error_reason text,
        constraint assessments_pkey primary key (clinic_id, id),
        constraint assessments_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint assessments_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint assessments_supersedes_fk foreign key (clinic_id, supersedes) references assessments (clinic_id, id),
        constraint assessments_supersedes_key unique (clinic_id, supersedes),
        constraint assessments_entered_in_error_check check ((entered_in_error_at is null) = (entered_in_error_reason is null))
      );
      create index assessments_patient on assessments (clinic_id, patient_id, measure, assessed_at);
      create index assessments_course on assessments (clinic_id, course_id, measure, assessed_at);
      ${tenantTable('assessments', ['select', 'insert', 'update'])}

      create function protect_assessment() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.superseded_at is not null or old.entered_in_error_at is not null
          or to_jsonb(new) - '{superseded_at,entered_in_error_at,entered_in_error_reason}'::text[]
            is distinct from to_jsonb(old) - '{superseded_at,entered_in_error_at,entered_in_error_reason}'::text[] then
          raise exception 'answers are corrected by a new assessment, never overwritten' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger assessments_kept before update or delete on assessments for each row execute function protect_assessment();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table assessments; drop function protect_assessment();');
  }
}
