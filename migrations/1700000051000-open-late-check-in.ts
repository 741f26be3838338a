import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody is turned away for coming late unless the clinic has said how late is too late. */
export class OpenLateCheckIn1700000051000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table booking_settings alter column check_in_closes_minutes drop not null, alter column start_closes_minutes drop not null;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table booking_settings
        alter column check_in_closes_minutes type int using coalesce(check_in_closes_minutes, start_closes_minutes, 1440),
        alter column start_closes_minutes type int using coalesce(start_closes_minutes, 1440);
      alter table booking_settings alter column check_in_closes_minutes set not null, alter column start_closes_minutes set not null;
    `);
  }
}
