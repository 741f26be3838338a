import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** The role the service works as, the functions every table leans on, the tenant itself, and remembered requests. */
export class CreateFoundation1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if not exists (select 1 from pg_roles where rolname = 'tms_service') then
          create role tms_service nologin nosuperuser nobypassrls nocreatedb nocreaterole;
        end if;
      exception when duplicate_object or unique_violation then null; -- another database of this server made it just now
      end $$;
      -- The owner may act as the service where both use one login; with logins of their own this was granted by hand.
      do $$ begin
        execute format('grant tms_service to %I', current_user);
      exception when insufficient_privilege then null;
      end $$;

      create extension if not exists btree_gist;
      create extension if not exists pg_trgm;
      create extension if not exists unaccent;

      grant usage on schema public to tms_service;

      create function app_clinic_id() returns uuid language sql stable parallel safe
        return nullif(current_setting('app.clinic_id', true), '')::uuid;

      create function iso(moment timestamptz) returns text language sql immutable parallel safe
        return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
      end $$;

      create table clinics (
        id uuid constraint clinics_pkey primary key,
        name text not null,
        time_zone text not null,
        opening_hours jsonb not null,
        slot_minutes int not null constraint clinics_slot_minutes_check check (slot_minutes between 5 and 120),
        turnover_minutes int not null constraint clinics_turnover_minutes_check check (turnover_minutes between 0 and 120),
        pseudonym_key uuid not null,
        created_at timestamptz not null,
        protocol_review text not null default 'none' constraint clinics_protocol_review_check check (protocol_review in ('none', 'second-clinician'))
      );
      alter table clinics enable row level security;
      alter table clinics force row level security;
      create policy clinics_of_clinic on clinics using (id = app_clinic_id()) with check (id = app_clinic_id());
      grant select, insert, update on clinics to tms_service;

      create table idempotency_keys (
        clinic_id uuid not null constraint idempotency_keys_clinic_fk references clinics (id),
        staff_id uuid not null,
        route text not null,
        key text not null,
        fingerprint text not null,
        status int,
        headers jsonb,
        body text,
        created_at timestamptz not null,
        constraint idempotency_keys_pkey primary key (clinic_id, staff_id, route, key)
      );
      create index idempotency_keys_age on idempotency_keys (clinic_id, created_at);
      ${tenantTable('idempotency_keys', ['select', 'insert', 'update', 'delete'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table idempotency_keys;
      drop table clinics;
      drop function refuse_change();
      drop function iso(timestamptz);
      drop function app_clinic_id();
      revoke usage on schema public from tms_service;
    `);
  }
}
