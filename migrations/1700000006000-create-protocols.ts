import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/**
 * The protocol library. What a version prescribes is written once; all that may happen to it is to be published. Neither
 * the service's role (by its grants) nor the owner of the table (by the trigger) can change it, so a course may pin one.
 */
export class CreateProtocols1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table protocols (
        clinic_id uuid not null constraint protocols_clinic_fk references clinics (id),
        id uuid not null,
        code text not null,
        name text not null,
        catalogue_code text,
        retired_at timestamptz,
        retired_by uuid,
        created_at timestamptz not null,
        constraint protocols_pkey primary key (clinic_id, id),
        constraint protocols_code_key unique (clinic_id, code)
      );
      create index protocols_name on protocols (clinic_id, name, id);
      ${tenantTable('protocols', ['select', 'insert'])}
      grant update (retired_at, retired_by) on protocols to tms_service;

      create table protocol_versions (
        clinic_id uuid not null,
        id uuid not null,
        protocol_id uuid not null,
        version int not null constraint protocol_versions_version_check check (version > 0),
        status text not null constraint protocol_versions_status_check check (status in ('draft', 'published')),
        modality text not null,
        target_region text not null,
        hemisphere text not null,
        stimulation jsonb,
        parameters jsonb,
        session_minutes int not null constraint protocol_versions_session_minutes_check check (session_minutes between 1 and 240),
        phases jsonb not null,
        indications text[] not null,
        evidence jsonb not null,
        clearance jsonb not null,
        validated_exception boolean not null,
        parameter_provenance jsonb not null,
        note text,
        created_by uuid,
        created_at timestamptz not null,
        published_by uuid,
        published_at timestamptz,
        constraint protocol_versions_pkey primary key (clinic_id, id),
        constraint protocol_versions_version_key unique (clinic_id, protocol_id, version),
        constraint protocol_versions_protocol_fk foreign key (clinic_id, protocol_id) references protocols (clinic_id, id),
        constraint protocol_versions_published_check check ((status = 'published') = (published_at is not null))
      );
      ${tenantTable('protocol_versions', ['select', 'insert'])}
      grant update (status, published_at, published_by) on protocol_versions to tms_service;

      create function refuse_changed_version() returns trigger language plpgsql as $$
      declare
        publication text[] := array['status', 'published_at', 'published_by'];
      begin
        if tg_op = 'UPDATE' and old.status = 'draft' and new.status = 'published' and to_jsonb(new) - publication = to_jsonb(old) - publication then
          return new;
        end if;
        raise exception 'a protocol version never changes; a draft may be published, once' using errcode = 'insufficient_privilege';
      end $$;
      create trigger protocol_versions_unchanged before update or delete on protocol_versions
        for each row execute function refuse_changed_version();
      create trigger protocol_versions_never_truncated before truncate on protocol_versions
        for each statement execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table protocol_versions; drop function refuse_changed_version(); drop table protocols;');
  }
}
