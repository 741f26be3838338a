import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which side and where a course stimulates was prescribed and signed for, and who referred it is written down with it: a wrong side is a wrong dose, and no code changes any of them. */
const PINNED = 'hemisphere, target, referred_on';

export class PinCourseTargets1700000101470 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke update (${PINNED}) on courses from tms_service;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`grant update (${PINNED}) on courses to tms_service;`);
  }
}
