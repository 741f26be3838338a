import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** What stands between a password and a login: counted failures, second factors, links by mail, keys of machines. */
export class CreateSignIn1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table login_counters (
        key text not null,
        level double precision not null,
        at timestamptz not null,
        constraint login_counters_pkey primary key (key)
      );
      create index login_counters_age on login_counters (at);
      alter table login_counters enable row level security;
      alter table login_counters force row level security;
      -- Counted before anybody's clinic is known: visible are the counters that are named, and those that are long stale.
      create policy login_counters_named on login_counters
        using (key = any(string_to_array(current_setting('app.login_counters', true), ' ')) or at < now() - interval '60 days')
        with check (key = any(string_to_array(current_setting('app.login_counters', true), ' ')));
      grant select, insert, update, delete on login_counters to tms_service;

      create table security_settings (
        clinic_id uuid not null constraint security_settings_clinic_fk references clinics (id),
        second_factor_roles text[] not null constraint security_settings_roles_check
          check (second_factor_roles <@ array['admin', 'clinician', 'operator', 'front-desk', 'auditor']),
        constraint security_settings_pkey primary key (clinic_id)
      );
      ${tenantTable('security_settings', ['select', 'insert', 'update'])}

      create table second_factors (
        clinic_id uuid not null,
        staff_id uuid not null,
        sealed_secret text not null,
        last_step bigint not null default 0,
        created_at timestamptz not null,
        confirmed_at timestamptz,
        constraint second_factors_pkey primary key (clinic_id, staff_id),
        constraint second_factors_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id)
      );
      ${tenantTable('second_factors', ['select', 'insert', 'update', 'delete'])}

      create table recovery_codes (
        clinic_id uuid not null,
        staff_id uuid not null,
        digest text not null,
        used_at timestamptz,
        constraint recovery_codes_pkey primary key (clinic_id, staff_id, digest),
        constraint recovery_codes_factor_fk foreign key (clinic_id, staff_id) references second_factors (clinic_id, staff_id) on delete cascade
      );
      ${tenantTable('recovery_codes', ['select', 'insert', 'update', 'delete'])}

      create table account_links (
        clinic_id uuid not null,
        digest text not null,
        staff_id uuid not null,
        purpose text not null constraint account_links_purpose_check check (purpose in ('invitation', 'password-reset')),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint account_links_pkey primary key (clinic_id, digest),
        constraint account_links_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id)
      );
      create index account_links_staff on account_links (clinic_id, staff_id);
      ${tenantTable('account_links', ['select', 'insert', 'update'])}

      create table api_keys (
        clinic_id uuid not null,
        id uuid not null,
        name text not null,
        permissions text[] not null constraint api_keys_permissions_check check (cardinality(permissions) > 0),
        digest text not null,
        created_by uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        constraint api_keys_pkey primary key (clinic_id, id),
        constraint api_keys_created_by_fk foreign key (clinic_id, created_by) references staff (clinic_id, id)
      );
      create index api_keys_created_by on api_keys (clinic_id, created_by);
      ${tenantTable('api_keys', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table api_keys; drop table account_links; drop table recovery_codes; drop table second_factors;
      drop table security_settings; drop table login_counters;
    `);
  }
}
