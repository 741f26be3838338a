import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A baseline may be the mean of screening and first day. */
export class AddBaselineRule1700000070100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assessment_plans drop constraint assessment_plans_baseline_check;
      alter table assessment_plans add constraint assessment_plans_baseline_check
        check (baseline_rule in ('single-value', 'mean-of-screening-and-first-day', 'mean-of-seven-day-diary'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assessment_plans no force row level security;
      update assessment_plans set baseline_rule = 'single-value' where baseline_rule = 'mean-of-screening-and-first-day';
      alter table assessment_plans force row level security;
      alter table assessment_plans drop constraint assessment_plans_baseline_check;
      alter table assessment_plans add constraint assessment_plans_baseline_check check (baseline_rule in ('single-value', 'mean-of-seven-day-diary'));
    `);
  }
}
