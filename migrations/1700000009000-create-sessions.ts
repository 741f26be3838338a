import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** What was booked and what really happened; a signed session can no longer be changed by anybody. */
export class CreateSessions1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sessions (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        patient_id uuid not null,
        kind text not null constraint sessions_kind_check check (kind in ('mapping', 'treatment', 'follow-up')),
        sequence int constraint sessions_sequence_check check (sequence > 0),
        phase text,
        status text not null constraint sessions_status_check check (status in
          ('scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed', 'cancelled', 'no-show', 'aborted')),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        device_id uuid not null,
        room_id uuid not null,
        operator_id uuid not null,
        prescribed jsonb,
        delivered jsonb,
        tolerability jsonb,
        checked_in_at timestamptz,
        started_at timestamptz,
        ended_at timestamptz,
        delivered_by uuid,
        status_reason text,
        moved_from timestamptz,
        -- Counted by the trigger below: what calendars call SEQUENCE, and the transaction that changed the row last.
        revision int not null default 0,
        changed_in bigint not null default 0,
        created_at timestamptz not null,
        created_by uuid,
        constraint sessions_pkey primary key (clinic_id, id),
        constraint sessions_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint sessions_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint sessions_device_fk foreign key (clinic_id, device_id) references devices (clinic_id, id),
        constraint sessions_room_fk foreign key (clinic_id, room_id) references rooms (clinic_id, id),
        constraint sessions_operator_fk foreign key (clinic_id, operator_id) references staff (clinic_id, id),
        constraint sessions_times_check check (starts_at < ends_at and ends_at - starts_at <= interval '8 hours')
      );
      create index sessions_day on sessions (clinic_id, starts_at, id);
      create index sessions_course on sessions (clinic_id, course_id, starts_at);
      create index sessions_patient on sessions (clinic_id, patient_id, starts_at);
      create index sessions_device on sessions (clinic_id, device_id, starts_at);
      create index sessions_room on sessions (clinic_id, room_id, starts_at);
      create index sessions_operator on sessions (clinic_id, operator_id, starts_at);
      create unique index sessions_one_in_progress on sessions (clinic_id, patient_id) where status = 'in-progress';
      create index sessions_changed on sessions (clinic_id, changed_in);
      ${tenantTable('sessions', ['select', 'insert', 'update'])}

      create function note_session_change() returns trigger language plpgsql as $$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        if tg_op = 'UPDATE' and (new.starts_at, new.ends_at, new.device_id, new.room_id, new.operator_id, new.status in ('cancelled', 'no-show'))
            is distinct from (old.starts_at, old.ends_at, old.device_id, old.room_id, old.operator_id, old.status in ('cancelled', 'no-show')) then
          new.revision := old.revision + 1;
        end if;
        return new;
      end $$;
      create trigger sessions_change_noted before insert or update on sessions for each row execute function note_session_change();

      create function protect_signed_session() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.status = 'signed' or (old.status = 'aborted' and exists (
            select 1 from session_signatures g where g.clinic_id = old.clinic_id and g.session_id = old.id)) then
          raise exception 'a signed session is never changed, no session is ever deleted' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger sessions_signed before update or delete on sessions for each row execute function protect_signed_session();

      create table session_checks (
        clinic_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        form_version text not null,
        answers jsonb not null,
        outcome text not null constraint session_checks_outcome_check check (outcome in ('pass', 'held')),
        findings jsonb not null,
        answered_at timestamptz not null,
        answered_by uuid not null,
        cleared_at timestamptz,
        cleared_by uuid,
        rationale text,
        constraint session_checks_pkey primary key (clinic_id, id),
        constraint session_checks_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint session_checks_clearance_check check ((cleared_at is null) = (rationale is null) and (cleared_at is null) = (cleared_by is null))
      );
      create index session_checks_session on session_checks (clinic_id, session_id);
      ${tenantTable('session_checks', ['select', 'insert'])}
      grant update (cleared_at, cleared_by, rationale) on session_checks to tms_service;
      create function protect_session_check() returns trigger language plpgsql as $$
      declare
        clearance text[] := array['cleared_at', 'cleared_by', 'rationale'];
        state text := (select status from sessions s where s.clinic_id = new.clinic_id and s.id = new.session_id);
      begin
        if tg_op = 'INSERT' and state in ('scheduled', 'held', 'checked-in') then
          return new;
        end if;
        if tg_op = 'UPDATE' and state = 'held' and old.cleared_at is null and to_jsonb(new) - clearance = to_jsonb(old) - clearance then
          return new;
        end if;
        raise exception 'a check is answered before the session, cleared once, and never changed' using errcode = 'insufficient_privilege';
      end $$;
      create trigger session_checks_stand before insert or update or delete on session_checks for each row execute function protect_session_check();

      create table session_signatures (
        clinic_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        meaning text not null constraint session_signatures_meaning_check check (meaning in ('delivered', 'reviewed')),
        signed_by uuid not null,
        signer_name text not null,
        signed_at timestamptz not null,
        record_digest text not null,
        constraint session_signatures_pkey primary key (clinic_id, id),
        constraint session_signatures_meaning_key unique (clinic_id, session_id, meaning),
        constraint session_signatures_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint session_signatures_signer_fk foreign key (clinic_id, signed_by) references staff (clinic_id, id)
      );
      create index session_signatures_signer on session_signatures (clinic_id, signed_by);
      ${tenantTable('session_signatures', ['select', 'insert'])}
      ${appendOnly('session_signatures')}

      create table session_addenda (
        clinic_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        text text not null,
        written_by uuid not null,
        written_at timestamptz not null,
        constraint session_addenda_pkey primary key (clinic_id, id),
        constraint session_addenda_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint session_addenda_writer_fk foreign key (clinic_id, written_by) references staff (clinic_id, id)
      );
      create index session_addenda_session on session_addenda (clinic_id, session_id);
      create index session_addenda_writer on session_addenda (clinic_id, written_by);
      ${tenantTable('session_addenda', ['select', 'insert'])}
      ${appendOnly('session_addenda')}

      create table adverse_events (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        course_id uuid not null,
        session_id uuid not null,
        category text not null,
        grade int not null constraint adverse_events_grade_check check (grade between 1 and 5),
        serious boolean not null,
        causality text not null,
        expectedness text not null,
        action text not null,
        outcome text not null,
        description text not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        recorded_by uuid not null,
        circumstances jsonb,
        snapshot jsonb not null,
        constraint adverse_events_pkey primary key (clinic_id, id),
        constraint adverse_events_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id),
        constraint adverse_events_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint adverse_events_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint adverse_events_recorder_fk foreign key (clinic_id, recorded_by) references staff (clinic_id, id)
      );
      create index adverse_events_session on adverse_events (clinic_id, session_id);
      create index adverse_events_course on adverse_events (clinic_id, course_id);
      create index adverse_events_patient on adverse_events (clinic_id, patient_id);
      create index adverse_events_recorder on adverse_events (clinic_id, recorded_by);
      ${tenantTable('adverse_events', ['select', 'insert'])}
      ${appendOnly('adverse_events')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table adverse_events; drop table session_addenda; drop table session_signatures; drop table session_checks;
      drop table sessions; drop function note_session_change(); drop function protect_signed_session(); drop function protect_session_check();
    `);
  }
}
