import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a part of the combined plan takes of the clinic's calendar, where it is given in the clinic. */
export class PlaceAdjuncts1700000040100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table adjuncts
        add column device_id uuid,
        add column room_id uuid,
        add column operator_id uuid,
        add constraint adjuncts_device_fk foreign key (clinic_id, device_id) references devices (clinic_id, id),
        add constraint adjuncts_room_fk foreign key (clinic_id, room_id) references rooms (clinic_id, id),
        add constraint adjuncts_operator_fk foreign key (clinic_id, operator_id) references staff (clinic_id, id);
      create index adjuncts_device on adjuncts (clinic_id, device_id);
      create index adjuncts_room on adjuncts (clinic_id, room_id);
      create index adjuncts_operator on adjuncts (clinic_id, operator_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table adjuncts drop column operator_id, drop column room_id, drop column device_id;');
  }
}
