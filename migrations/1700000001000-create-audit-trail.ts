import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** Who did or saw what, written in the transaction that did it, and the seals that make removal visible. */
export class CreateAuditTrail1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entries (
        clinic_id uuid not null constraint audit_entries_clinic_fk references clinics (id),
        id uuid not null,
        at timestamptz not null,
        actor_id uuid,
        api_key_id uuid,
        ip text,
        request_id text not null,
        action text not null,
        patient_id uuid,
        subject_type text not null,
        subject_id uuid,
        changes jsonb,
        transaction bigint not null,
        constraint audit_entries_pkey primary key (clinic_id, id)
      );
      create index audit_entries_patient on audit_entries (clinic_id, patient_id, id) where patient_id is not null;
      create index audit_entries_actor on audit_entries (clinic_id, actor_id, id);
      create index audit_entries_at on audit_entries (clinic_id, at, id);
      create index audit_entries_commit_order on audit_entries (clinic_id, transaction, id);
      ${tenantTable('audit_entries', ['select', 'insert'])}
      ${appendOnly('audit_entries')}

      create table audit_seals (
        clinic_id uuid not null constraint audit_seals_clinic_fk references clinics (id),
        sequence bigint not null constraint audit_seals_sequence_check check (sequence > 0),
        entry_id uuid not null,
        hash text not null,
        sealed_at timestamptz not null,
        constraint audit_seals_pkey primary key (clinic_id, sequence),
        constraint audit_seals_entry_key unique (clinic_id, entry_id)
      );
      ${tenantTable('audit_seals', ['select', 'insert'])}
      ${appendOnly('audit_seals')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_seals; drop table audit_entries;');
  }
}
