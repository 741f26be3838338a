import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** What is added to a course that runs: more sessions, with the reason; and who came to the other parts of the plan. */
export class ExtendCourses1700000013100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table course_extensions (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        sessions int not null constraint course_extensions_sessions_check check (sessions between 1 and 100),
        reason text not null,
        given_by uuid not null,
        given_at timestamptz not null,
        constraint course_extensions_pkey primary key (clinic_id, id),
        constraint course_extensions_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint course_extensions_giver_fk foreign key (clinic_id, given_by) references staff (clinic_id, id)
      );
      create index course_extensions_course on course_extensions (clinic_id, course_id);
      create index course_extensions_giver on course_extensions (clinic_id, given_by);
      ${tenantTable('course_extensions', ['select', 'insert'])}
      ${appendOnly('course_extensions')}

      create table adjunct_attendances (
        clinic_id uuid not null,
        id uuid not null,
        adjunct_id uuid not null,
        on_date date not null,
        attended boolean not null,
        minutes int constraint adjunct_attendances_minutes_check check (minutes between 1 and 1440),
        note text,
        recorded_by uuid not null,
        recorded_at timestamptz not null,
        constraint adjunct_attendances_pkey primary key (clinic_id, id),
        constraint adjunct_attendances_adjunct_fk foreign key (clinic_id, adjunct_id) references adjuncts (clinic_id, id),
        constraint adjunct_attendances_recorder_fk foreign key (clinic_id, recorded_by) references staff (clinic_id, id)
      );
      create index adjunct_attendances_adjunct on adjunct_attendances (clinic_id, adjunct_id);
      create index adjunct_attendances_recorder on adjunct_attendances (clinic_id, recorded_by);
      ${tenantTable('adjunct_attendances', ['select', 'insert'])}
      ${appendOnly('adjunct_attendances')}

      -- What a patient had, by modality, for the patient's other clinics of this deployment. A row bears the person's key only
      -- while the patient consents to data sharing here; another clinic sees it only in a transaction that names that key,
      -- which the service sets for a patient who consents there too.
      create table shared_doses (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        modality text not null,
        person_key text,
        sessions int not null,
        pulses bigint not null,
        counted_at timestamptz not null,
        constraint shared_doses_pkey primary key (clinic_id, id),
        constraint shared_doses_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint shared_doses_modality_key unique (clinic_id, patient_id, modality)
      );
      create index shared_doses_person on shared_doses (person_key) where person_key is not null;
      ${tenantTable('shared_doses', ['select', 'insert', 'update'])}
      create policy shared_doses_of_person on shared_doses for select using (person_key = nullif(current_setting('app.person_key', true), ''));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table shared_doses; drop table adjunct_attendances; drop table course_extensions;');
  }
}
