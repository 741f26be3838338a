import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** Which measure when, what was left out and why, which licences the clinic says it holds, and measures of its own. */
export class CreateAssessmentPlans1700000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assessment_plans (
        clinic_id uuid not null,
        course_id uuid not null,
        items jsonb not null,
        baseline_rule text not null constraint assessment_plans_baseline_check check (baseline_rule in ('single-value', 'mean-of-seven-day-diary')),
        review_after_sessions int constraint assessment_plans_review_check check (review_after_sessions between 1 and 200),
        chosen_at timestamptz not null,
        chosen_by uuid not null,
        constraint assessment_plans_pkey primary key (clinic_id, course_id),
        constraint assessment_plans_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint assessment_plans_staff_fk foreign key (clinic_id, chosen_by) references staff (clinic_id, id)
      );
      create index assessment_plans_staff on assessment_plans (clinic_id, chosen_by);
      ${tenantTable('assessment_plans', ['select', 'insert', 'update'])}

      create table assessment_skips (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        measure text not null,
        occasion text not null,
        reason text not null,
        skipped_at timestamptz not null,
        skipped_by uuid not null,
        constraint assessment_skips_pkey primary key (clinic_id, id),
        constraint assessment_skips_occasion_key unique (clinic_id, course_id, measure, occasion),
        constraint assessment_skips_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint assessment_skips_staff_fk foreign key (clinic_id, skipped_by) references staff (clinic_id, id)
      );
      create index assessment_skips_staff on assessment_skips (clinic_id, skipped_by);
      ${tenantTable('assessment_skips', ['select', 'insert'])}
      ${appendOnly('assessment_skips')}

      create table licence_statements (
        clinic_id uuid not null constraint licence_statements_clinic_fk references clinics (id),
        id uuid not null,
        measure text not null,
        reference text not null,
        stated_at timestamptz not null,
        stated_by uuid,
        withdrawn_at timestamptz,
        constraint licence_statements_pkey primary key (clinic_id, id),
        constraint licence_statements_staff_fk foreign key (clinic_id, stated_by) references staff (clinic_id, id)
      );
      create unique index licence_statements_live on licence_statements (clinic_id, measure) where withdrawn_at is null;
      create index licence_statements_staff on licence_statements (clinic_id, stated_by);
      ${tenantTable('licence_statements', ['select', 'insert', 'update'])}

      create table clinic_measures (
        clinic_id uuid not null constraint clinic_measures_clinic_fk references clinics (id),
        code text not null,
        version int not null constraint clinic_measures_version_check check (version > 0),
        definition jsonb not null,
        defined_at timestamptz not null,
        defined_by uuid not null,
        constraint clinic_measures_pkey primary key (clinic_id, code, version),
        constraint clinic_measures_staff_fk foreign key (clinic_id, defined_by) references staff (clinic_id, id)
      );
      create index clinic_measures_staff on clinic_measures (clinic_id, defined_by);
      ${tenantTable('clinic_measures', ['select', 'insert'])}
      ${appendOnly('clinic_measures')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table clinic_measures; drop table licence_statements; drop table assessment_skips; drop table assessment_plans;');
  }
}
