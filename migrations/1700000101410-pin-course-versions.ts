import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a course is made of, and whose it is, the service cannot change: patient, condition, protocol and version, modality, prescriber. */
const MAY_CHANGE = 'status, hemisphere, target, ramp, goals, off_label, sessions_planned, sessions_delivered, pulses_delivered, activated_at, ended_at, end_reason, referred_on';

export class PinCourseVersions1700000101410 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke update on courses from tms_service; grant update (${MAY_CHANGE}) on courses to tms_service;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke update (${MAY_CHANGE}) on courses from tms_service; grant update on courses to tms_service;`);
  }
}
