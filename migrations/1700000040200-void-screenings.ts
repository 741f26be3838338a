import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A screening that something since has overtaken: an implant, a head injury, a change of pregnancy. It stays to be read. */
export class VoidScreenings1700000040200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table screenings
        add column voided_at timestamptz,
        add column voided_by uuid,
        add column void_cause text constraint screenings_void_cause_check check (void_cause in ('implant', 'head-injury', 'pregnancy', 'seizure', 'other')),
        add column void_note text,
        add constraint screenings_voider_fk foreign key (clinic_id, voided_by) references staff (clinic_id, id),
        add constraint screenings_voided_check check ((voided_at is null) = (void_cause is null) and (voided_at is null) = (voided_by is null) and (voided_at is null) = (void_note is null));
      create index screenings_voider on screenings (clinic_id, voided_by);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table screenings drop column void_note, drop column void_cause, drop column voided_by, drop column voided_at;');
  }
}
