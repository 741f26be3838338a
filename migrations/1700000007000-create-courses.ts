import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** The prescribed plan: course, its answered safety findings, motor thresholds, holds, adjuncts and authorisations. */
export class CreateCourses1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table courses (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        condition_id uuid,
        protocol_id uuid not null,
        protocol_version int not null,
        modality text not null,
        status text not null constraint courses_status_check check (status in ('draft', 'active', 'paused', 'completed', 'discontinued')),
        hemisphere text not null constraint courses_hemisphere_check check (hemisphere in ('left', 'right', 'bilateral', 'midline')),
        target jsonb not null,
        ramp jsonb,
        goals text,
        off_label boolean not null,
        sessions_planned int not null constraint courses_sessions_planned_check check (sessions_planned between 1 and 500),
        sessions_delivered int not null default 0 constraint courses_sessions_delivered_check check (sessions_delivered >= 0),
        pulses_delivered bigint not null default 0 constraint courses_pulses_delivered_check check (pulses_delivered >= 0),
        prescribed_by uuid not null,
        created_at timestamptz not null,
        activated_at timestamptz,
        ended_at timestamptz,
        end_reason text,
        constraint courses_pkey primary key (clinic_id, id),
        constraint courses_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint courses_condition_fk foreign key (clinic_id, condition_id) references conditions (clinic_id, id),
        constraint courses_protocol_version_fk foreign key (clinic_id, protocol_id, protocol_version)
          references protocol_versions (clinic_id, protocol_id, version),
        constraint courses_prescriber_fk foreign key (clinic_id, prescribed_by) references staff (clinic_id, id)
      );
      create index courses_patient on courses (clinic_id, patient_id);
      create index courses_condition on courses (clinic_id, condition_id);
      create index courses_protocol_version on courses (clinic_id, protocol_id, protocol_version);
      create index courses_prescriber on courses (clinic_id, prescribed_by);
      ${tenantTable('courses', ['select', 'insert', 'update'])}

      create table course_overrides (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        rule text not null,
        rationale text not null,
        given_by uuid not null,
        given_at timestamptz not null,
        constraint course_overrides_pkey primary key (clinic_id, id),
        constraint course_overrides_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint course_overrides_giver_fk foreign key (clinic_id, given_by) references staff (clinic_id, id)
      );
      create index course_overrides_course on course_overrides (clinic_id, course_id);
      create index course_overrides_giver on course_overrides (clinic_id, given_by);
      ${tenantTable('course_overrides', ['select', 'insert'])}
      ${appendOnly('course_overrides')}

      create table motor_thresholds (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        device_id uuid,
        hemisphere text not null constraint motor_thresholds_hemisphere_check check (hemisphere in ('left', 'right')),
        percent_mso numeric(5, 2) not null constraint motor_thresholds_percent_mso_check check (percent_mso between 1 and 100),
        method text not null constraint motor_thresholds_method_check check (method in ('visual', 'emg', 'pest')),
        coil_type text constraint motor_thresholds_coil_type_check check (coil_type in ('figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7')),
        measured_at timestamptz not null,
        measured_by uuid not null,
        reason text,
        created_at timestamptz not null,
        constraint motor_thresholds_pkey primary key (clinic_id, id),
        constraint motor_thresholds_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint motor_thresholds_device_fk foreign key (clinic_id, device_id) references devices (clinic_id, id),
        constraint motor_thresholds_measurer_fk foreign key (clinic_id, measured_by) references staff (clinic_id, id)
      );
      create index motor_thresholds_course on motor_thresholds (clinic_id, course_id, measured_at);
      create index motor_thresholds_device on motor_thresholds (clinic_id, device_id);
      create index motor_thresholds_measurer on motor_thresholds (clinic_id, measured_by);
      ${tenantTable('motor_thresholds', ['select', 'insert'])}
      ${appendOnly('motor_thresholds')}

      create table holds (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        code text not null,
        detail text not null,
        placed_at timestamptz not null,
        placed_by uuid,
        released_at timestamptz,
        released_by uuid,
        release_note text,
        constraint holds_pkey primary key (clinic_id, id),
        constraint holds_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint holds_release_check check ((released_at is null) = (release_note is null))
      );
      create index holds_course on holds (clinic_id, course_id);
      ${tenantTable('holds', ['select', 'insert', 'update'])}

      create table adjuncts (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        kind text not null constraint adjuncts_kind_check
          check (kind in ('physical-therapy', 'cbt', 'mindfulness', 'medication', 'tdcs', 'neurofeedback', 'other')),
        plan text not null,
        started_on date not null,
        ended_on date,
        timing jsonb,
        schedule jsonb,
        provider text,
        created_at timestamptz not null,
        constraint adjuncts_pkey primary key (clinic_id, id),
        constraint adjuncts_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint adjuncts_dates_check check (ended_on is null or ended_on >= started_on)
      );
      create index adjuncts_course on adjuncts (clinic_id, course_id);
      ${tenantTable('adjuncts', ['select', 'insert', 'update'])}

      create table authorisations (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        payer text not null,
        reference text not null,
        sessions_approved int not null constraint authorisations_approved_check check (sessions_approved between 1 and 500),
        sessions_used int not null default 0 constraint authorisations_used_check check (sessions_used >= 0),
        valid_from date not null,
        valid_to date not null,
        created_at timestamptz not null,
        constraint authorisations_pkey primary key (clinic_id, id),
        constraint authorisations_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint authorisations_dates_check check (valid_to >= valid_from)
      );
      create index authorisations_course on authorisations (clinic_id, course_id);
      ${tenantTable('authorisations', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table authorisations; drop table adjuncts; drop table holds; drop table motor_thresholds; drop table course_overrides; drop table courses;
    `);
  }
}
