import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a delivered dose gave anything: pulses, or minutes of a current or of training. */
export class CountWhatWasGiven1700000060100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function something_given(delivered jsonb) returns boolean language sql immutable parallel safe
        return coalesce((delivered ->> 'totalPulses')::numeric, 0) > 0 or coalesce((delivered ->> 'durationMinutes')::numeric, 0) > 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function something_given(jsonb);');
  }
}
