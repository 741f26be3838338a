import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Staff and their logins. A refresh token is kept as a digest only, spent ones too, to notice their reuse. */
export class CreateStaff1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table staff (
        clinic_id uuid not null constraint staff_clinic_fk references clinics (id),
        id uuid not null,
        email text not null,
        display_name text not null,
        roles text[] not null constraint staff_roles_check
          check (roles <@ array['admin', 'clinician', 'operator', 'front-desk', 'auditor'] and cardinality(roles) > 0),
        password_hash text,
        access_version int not null default 1,
        deactivated_at timestamptz,
        created_at timestamptz not null,
        constraint staff_pkey primary key (clinic_id, id),
        constraint staff_email_key unique (clinic_id, email)
      );
      create index staff_login on staff (email);
      ${tenantTable('staff', ['select', 'insert', 'update'])}
      -- Before a login nobody's clinic is known: exactly the named address can be found, and only to read.
      create policy staff_by_login on staff for select using (email = nullif(current_setting('app.login_email', true), ''));

      create table login_sessions (
        clinic_id uuid not null,
        id uuid not null,
        staff_id uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        confirmed_at timestamptz not null,
        last_used_at timestamptz not null,
        second_factor_elsewhere boolean not null default false,
        ip text,
        user_agent text,
        constraint login_sessions_pkey primary key (clinic_id, id),
        constraint login_sessions_staff_fk foreign key (clinic_id, staff_id) references staff (clinic_id, id)
      );
      create index login_sessions_staff on login_sessions (clinic_id, staff_id);
      ${tenantTable('login_sessions', ['select', 'insert', 'update'])}

      create table refresh_tokens (
        clinic_id uuid not null,
        digest text not null,
        session_id uuid not null,
        created_at timestamptz not null,
        spent_at timestamptz,
        constraint refresh_tokens_pkey primary key (clinic_id, digest),
        constraint refresh_tokens_session_fk foreign key (clinic_id, session_id) references login_sessions (clinic_id, id)
      );
      create index refresh_tokens_session on refresh_tokens (clinic_id, session_id);
      ${tenantTable('refresh_tokens', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refresh_tokens; drop table login_sessions; drop table staff;');
  }
}
