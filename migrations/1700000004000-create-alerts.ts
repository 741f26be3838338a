import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** What somebody must look at. The patient's foreign key is added with the patients. */
export class CreateAlerts1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table alerts (
        clinic_id uuid not null constraint alerts_clinic_fk references clinics (id),
        id uuid not null,
        patient_id uuid not null,
        course_id uuid,
        kind text not null constraint alerts_kind_check check (kind in ('suicidality', 'seizure', 'syncope', 'adverse-event', 'deterioration',
          'medication-change', 'screening-finding', 'overdue-assessment', 'no-response', 'missed-sessions')),
        severity text not null constraint alerts_severity_check check (severity in ('critical', 'warning', 'info')),
        summary text not null,
        status text not null constraint alerts_status_check check (status in ('open', 'acknowledged')),
        raised_at timestamptz not null,
        acknowledged_at timestamptz,
        acknowledged_by uuid,
        note text,
        constraint alerts_pkey primary key (clinic_id, id),
        constraint alerts_acknowledgement_check check ((status = 'acknowledged') = (acknowledged_at is not null and acknowledged_by is not null))
      );
      create index alerts_open on alerts (clinic_id, id) where status = 'open';
      create index alerts_patient on alerts (clinic_id, patient_id, id);
      ${tenantTable('alerts', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alerts;');
  }
}
