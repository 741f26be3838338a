import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, tenantTable } from './tenant-table.js';

/** After a seizure nobody stimulates the patient until two named people have cleared it; the database holds to that, too. */
export class CreateStimulationLocks1700000015200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stimulation_locks (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        event_id uuid not null,
        cause text not null constraint stimulation_locks_cause_check check (cause in ('seizure', 'syncope')),
        locked_at timestamptz not null,
        lifted_at timestamptz,
        constraint stimulation_locks_pkey primary key (clinic_id, id),
        constraint stimulation_locks_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint stimulation_locks_event_fk foreign key (clinic_id, event_id) references adverse_events (clinic_id, id)
      );
      create index stimulation_locks_patient on stimulation_locks (clinic_id, patient_id);
      create index stimulation_locks_event on stimulation_locks (clinic_id, event_id);
      ${tenantTable('stimulation_locks', ['select', 'insert'])}
      grant update (lifted_at) on stimulation_locks to tms_service;

      create table stimulation_lock_steps (
        clinic_id uuid not null,
        id uuid not null,
        lock_id uuid not null,
        code text not null,
        before_lifting boolean not null,
        due_at timestamptz,
        outcome text constraint stimulation_lock_steps_outcome_check check (outcome in ('done', 'not-needed')),
        note text,
        answered_at timestamptz,
        answered_by uuid,
        constraint stimulation_lock_steps_pkey primary key (clinic_id, id),
        constraint stimulation_lock_steps_code_key unique (clinic_id, lock_id, code),
        constraint stimulation_lock_steps_lock_fk foreign key (clinic_id, lock_id) references stimulation_locks (clinic_id, id),
        constraint stimulation_lock_steps_answerer_fk foreign key (clinic_id, answered_by) references staff (clinic_id, id),
        constraint stimulation_lock_steps_answer_check check ((outcome is null) = (answered_at is null) and (outcome is null) = (answered_by is null))
      );
      create index stimulation_lock_steps_answerer on stimulation_lock_steps (clinic_id, answered_by);
      ${tenantTable('stimulation_lock_steps', ['select', 'insert'])}
      grant update (outcome, note, answered_at, answered_by) on stimulation_lock_steps to tms_service;

      create table stimulation_lock_clearances (
        clinic_id uuid not null,
        id uuid not null,
        lock_id uuid not null,
        capacity text not null constraint stimulation_lock_clearances_capacity_check check (capacity in ('treating-clinician', 'medical-director')),
        cleared_by uuid not null,
        clearer_name text not null,
        rationale text not null,
        cleared_at timestamptz not null,
        constraint stimulation_lock_clearances_pkey primary key (clinic_id, id),
        constraint stimulation_lock_clearances_person_key unique (clinic_id, lock_id, cleared_by),
        constraint stimulation_lock_clearances_capacity_key unique (clinic_id, lock_id, capacity),
        constraint stimulation_lock_clearances_lock_fk foreign key (clinic_id, lock_id) references stimulation_locks (clinic_id, id),
        constraint stimulation_lock_clearances_clearer_fk foreign key (clinic_id, cleared_by) references staff (clinic_id, id)
      );
      create index stimulation_lock_clearances_clearer on stimulation_lock_clearances (clinic_id, cleared_by);
      ${tenantTable('stimulation_lock_clearances', ['select', 'insert'])}
      ${appendOnly('stimulation_lock_clearances')}

      create function protect_stimulation_lock() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and old.lifted_at is null and to_jsonb(new) - 'lifted_at' = to_jsonb(old) - 'lifted_at' and (
            select count(distinct cleared_by) from stimulation_lock_clearances c where c.clinic_id = old.clinic_id and c.lock_id = old.id) >= 2 then
          return new;
        end if;
        raise exception 'a lock is lifted once, after two people have cleared it, and never changed' using errcode = 'insufficient_privilege';
      end $$;
      create trigger stimulation_locks_stand before update or delete on stimulation_locks for each row execute function protect_stimulation_lock();

      create function protect_stimulation_lock_step() returns trigger language plpgsql as $$
      declare
        answer text[] := array['outcome', 'note', 'answered_at', 'answered_by'];
      begin
        if tg_op = 'UPDATE' and old.outcome is null and to_jsonb(new) - answer = to_jsonb(old) - answer then
          return new;
        end if;
        raise exception 'a step is answered once and never changed' using errcode = 'insufficient_privilege';
      end $$;
      create trigger stimulation_lock_steps_stand before update or delete on stimulation_lock_steps for each row execute function protect_stimulation_lock_step();

      create function refuse_locked_stimulation() returns trigger language plpgsql as $$
      begin
        if new.status = 'in-progress' and old.status <> 'in-progress' and exists (
            select 1 from stimulation_locks l where l.clinic_id = new.clinic_id and l.patient_id = new.patient_id and l.lifted_at is null) then
          raise exception 'stimulation of this patient is locked' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
      create trigger sessions_stimulation_locked before update on sessions for each row execute function refuse_locked_stimulation();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger sessions_stimulation_locked on sessions;
      drop table stimulation_lock_clearances; drop table stimulation_lock_steps; drop table stimulation_locks;
      drop function refuse_locked_stimulation(); drop function protect_stimulation_lock(); drop function protect_stimulation_lock_step();
    `);
  }
}
