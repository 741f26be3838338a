import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** What stimulators wrote down themselves, row by row, and to which session each row belongs. */
export class CreateDeviceFiles1700000015400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table device_files (
        clinic_id uuid not null,
        id uuid not null,
        name text not null,
        digest text not null,
        imported_at timestamptz not null,
        imported_by uuid not null,
        constraint device_files_pkey primary key (clinic_id, id),
        constraint device_files_digest_key unique (clinic_id, digest),
        constraint device_files_importer_fk foreign key (clinic_id, imported_by) references staff (clinic_id, id)
      );
      create index device_files_importer on device_files (clinic_id, imported_by);
      ${tenantTable('device_files', ['select', 'insert'])}
      ${appendOnly('device_files')}

      create table device_file_rows (
        clinic_id uuid not null,
        id uuid not null,
        file_id uuid not null,
        line int not null,
        record jsonb not null,
        digest text not null,
        status text not null constraint device_file_rows_status_check check (status in ('matched', 'proposed', 'unmatched', 'dismissed')),
        session_id uuid,
        note text,
        decided_at timestamptz,
        decided_by uuid,
        constraint device_file_rows_pkey primary key (clinic_id, id),
        constraint device_file_rows_digest_key unique (clinic_id, digest),
        constraint device_file_rows_file_fk foreign key (clinic_id, file_id) references device_files (clinic_id, id),
        constraint device_file_rows_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint device_file_rows_decider_fk foreign key (clinic_id, decided_by) references staff (clinic_id, id),
        constraint device_file_rows_match_check check (status <> 'matched' or session_id is not null)
      );
      create index device_file_rows_file on device_file_rows (clinic_id, file_id);
      create index device_file_rows_session on device_file_rows (clinic_id, session_id);
      create index device_file_rows_decider on device_file_rows (clinic_id, decided_by);
      ${tenantTable('device_file_rows', ['select', 'insert'])}
      grant update (status, session_id, note, decided_at, decided_by) on device_file_rows to tms_service;
      create function protect_device_file_row() returns trigger language plpgsql as $$
      declare
        decision text[] := array['status', 'session_id', 'note', 'decided_at', 'decided_by'];
      begin
        if tg_op = 'UPDATE' and old.status in ('proposed', 'unmatched') and to_jsonb(new) - decision = to_jsonb(old) - decision then
          return new;
        end if;
        raise exception 'a row of a device is decided on once and never changed' using errcode = 'insufficient_privilege';
      end $$;
      create trigger device_file_rows_stand before update or delete on device_file_rows for each row execute function protect_device_file_row();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table device_file_rows; drop table device_files; drop function protect_device_file_row();');
  }
}
