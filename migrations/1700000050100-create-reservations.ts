import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Times kept for a while; and sessions that may share an operator or a room by permission. A device and a patient never are. */
export class CreateReservations1700000050100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reservations (
        clinic_id uuid not null,
        id uuid not null,
        course_id uuid not null,
        patient_id uuid not null,
        kind text not null constraint reservations_kind_check check (kind in ('mapping', 'treatment', 'follow-up')),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        device_id uuid not null,
        room_id uuid not null,
        operator_id uuid not null,
        expires_at timestamptz not null,
        status text not null constraint reservations_status_check check (status in ('open', 'booked', 'released', 'lapsed')),
        session_id uuid,
        created_at timestamptz not null,
        created_by uuid,
        constraint reservations_pkey primary key (clinic_id, id),
        constraint reservations_times_check check (starts_at < ends_at),
        constraint reservations_booked_check check ((status = 'booked') = (session_id is not null)),
        constraint reservations_course_fk foreign key (clinic_id, course_id) references courses (clinic_id, id),
        constraint reservations_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint reservations_session_fk foreign key (clinic_id, session_id) references sessions (clinic_id, id)
      );
      create index reservations_course on reservations (clinic_id, course_id);
      create index reservations_patient on reservations (clinic_id, patient_id);
      create index reservations_session on reservations (clinic_id, session_id);
      create index reservations_open on reservations (clinic_id, expires_at) where status = 'open';
      ${tenantTable('reservations', ['select', 'insert', 'update'])}
      create policy reservations_of_jobs on reservations for select using (app_is_job());

      alter table sessions
        add column overlap_reason text,
        add column overlap_by uuid,
        add constraint sessions_overlap_check check ((overlap_reason is null) = (overlap_by is null));
      alter table claims drop constraint claims_lane_check;
      alter table claims add constraint claims_lane_check check (lane = 1 or (lane between 2 and 100 and kind in ('room', 'operator')));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table claims drop constraint claims_lane_check;
      alter table claims add constraint claims_lane_check check (lane between 1 and 100);
      alter table sessions drop constraint sessions_overlap_check, drop column overlap_by, drop column overlap_reason;
      drop table reservations;
    `);
  }
}
