import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a motor threshold was found, and what for: muscle, place of the coil, single pulses, occasion; two more methods. */
export class DescribeThresholds1700000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table motor_thresholds
        add column muscle text constraint motor_thresholds_muscle_check check (muscle in ('apb', 'fdi', 'adm', 'ta')),
        add column hotspot text,
        add column coil_angle_degrees int constraint motor_thresholds_coil_angle_check check (coil_angle_degrees between 0 and 359),
        add column trials jsonb,
        add column occasion text constraint motor_thresholds_occasion_check check (occasion in ('initial', 'scheduled', 'medication-change', 'coil-change', 'adverse-event', 'clinical')),
        drop constraint motor_thresholds_method_check,
        add constraint motor_thresholds_method_check check (method in ('visual', 'emg', 'pest', 'two-threshold', 'vendor-algorithm'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table motor_thresholds
        drop constraint motor_thresholds_method_check,
        add constraint motor_thresholds_method_check check (method in ('visual', 'emg', 'pest')) not valid,
        drop column occasion, drop column trials, drop column coil_angle_degrees, drop column hotspot, drop column muscle;
    `);
  }
}
