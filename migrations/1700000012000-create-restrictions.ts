import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** Records that are closed to all but the patient's own team, and who opened one all the same. */
export class CreateRestrictions1700000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table patient_restrictions (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        reason text not null,
        staff_ids uuid[] not null,
        restricted_at timestamptz not null,
        restricted_by uuid not null,
        lifted_at timestamptz,
        lifted_by uuid,
        lift_reason text,
        constraint patient_restrictions_pkey primary key (clinic_id, id),
        constraint patient_restrictions_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint patient_restrictions_restricted_by_fk foreign key (clinic_id, restricted_by) references staff (clinic_id, id),
        constraint patient_restrictions_lifted_by_fk foreign key (clinic_id, lifted_by) references staff (clinic_id, id),
        constraint patient_restrictions_lift_check check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null))
      );
      create index patient_restrictions_patient on patient_restrictions (clinic_id, patient_id);
      create index patient_restrictions_live on patient_restrictions (clinic_id, patient_id) where lifted_at is null;
      create index patient_restrictions_restricted_by on patient_restrictions (clinic_id, restricted_by);
      create index patient_restrictions_lifted_by on patient_restrictions (clinic_id, lifted_by);
      ${tenantTable('patient_restrictions', ['select', 'insert', 'update'])}

      create table glass_grants (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        staff_id uuid not null,
        reason text not null,
        broken_at timestamptz not null,
        expires_at timestamptz not null,
        constraint glass_grants_pkey primary key (clinic_id, id),
        constraint glass_grants_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint glass_grants_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id),
        constraint glass_grants_expiry_check check (expires_at > broken_at)
      );
      create index glass_grants_patient on glass_grants (clinic_id, patient_id, id);
      create index glass_grants_staff on glass_grants (clinic_id, staff_id, expires_at);
      ${tenantTable('glass_grants', ['select', 'insert'])}
      ${appendOnly('glass_grants')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table glass_grants; drop table patient_restrictions;');
  }
}
