import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** Demographics as they were, and how two records of one person become one. */
export class MergePatients1700000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table patient_demographics (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        demographics jsonb not null,
        recorded_at timestamptz not null,
        recorded_by uuid,
        constraint patient_demographics_pkey primary key (clinic_id, id),
        constraint patient_demographics_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id)
      );
      create index patient_demographics_patient on patient_demographics (clinic_id, patient_id, id);
      ${tenantTable('patient_demographics', ['select', 'insert'])}
      ${appendOnly('patient_demographics')}

      -- Every row that names the first patient names the second from now on, in whatever table, and nothing else of it
      -- changes. Signed, sealed and append-only rows go along: this function alone can move them, inside one clinic, by
      -- putting its owner's guards aside for the length of the transaction. Tables are taken in the order of their names.
      create function move_patient(from_patient uuid, into_patient uuid) returns jsonb language plpgsql security definer set search_path = pg_catalog, public as $$
      declare
        place record;
        rows_moved bigint;
        moved jsonb := '{}';
      begin
        for place in
          select c.conrelid::regclass as of_table, quote_ident(a.attname) as of_column
          from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname <> 'clinic_id'
          where c.contype = 'f' and c.confrelid = 'public.patients'::regclass and c.conrelid not in ('public.patients'::regclass, to_regclass('public.shared_doses'))
          order by c.conrelid::regclass::text
        loop
          execute format('select count(*) from %s where clinic_id = app_clinic_id() and %s = $1', place.of_table, place.of_column) into rows_moved using from_patient;
          continue when rows_moved = 0;
          execute format('alter table %s disable trigger user', place.of_table);
          execute format('update %s set %s = $2 where clinic_id = app_clinic_id() and %s = $1', place.of_table, place.of_column, place.of_column) using from_patient, into_patient;
          execute format('alter table %s enable trigger user', place.of_table);
          moved := moved || jsonb_build_object(place.of_table::text, rows_moved);
        end loop;
        return moved;
      end $$;
      revoke all on function move_patient(uuid, uuid) from public;
      grant execute on function move_patient(uuid, uuid) to tms_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function move_patient(uuid, uuid); drop table patient_demographics;');
  }
}
