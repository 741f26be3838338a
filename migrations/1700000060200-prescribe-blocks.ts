import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One session may give several blocks one after the other, e.g. 1 Hz on the right and then 10 Hz on the left. */
export class PrescribeBlocks1700000060200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table protocol_versions
        add column blocks jsonb,
        add column pause_between_blocks_seconds int,
        add constraint protocol_versions_blocks_check check (blocks is null or (stimulation is null and jsonb_array_length(blocks) between 2 and 5)),
        add constraint protocol_versions_pause_check check (pause_between_blocks_seconds is null or (blocks is not null and pause_between_blocks_seconds between 0 and 3600));
      alter table session_progress add column prescribed_block int not null default 1 constraint session_progress_block_check check (prescribed_block between 1 and 5);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session_progress drop column prescribed_block;
      alter table protocol_versions drop column pause_between_blocks_seconds, drop column blocks;
    `);
  }
}
