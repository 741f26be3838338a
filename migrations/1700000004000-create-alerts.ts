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
          'medication-change', 'screening-finding', 'overdue-assessment', 'no-response', 'missed-sessions', 'overdue-step', 'glass-broken')),
        severity text not null constraint alerts_severity_check check (severity in ('critical', 'warning', 'info')),
        summary text not null,
        status text not null constraint alerts_status_check check (status in ('open', 'acknowledged')),
        raised_at timestamptz not null,
        acknowledged_at timestamptz,
        acknowledged_by uuid,
        note text,
        key text,
        responsible_id uuid,
        acknowledge_by timestamptz,
        escalated_at timestamptz,
        constraint alerts_pkey primary key (clinic_id, id),
        constraint alerts_key_key unique (clinic_id, key),
        constraint alerts_responsible_fk foreign key (clinic_id, responsible_id) references staff (clinic_id, id),
        constraint alerts_escalation_check check (escalated_at is null or acknowledge_by is not null),
        constraint alerts_acknowledgement_check check ((status = 'acknowledged') = (acknowledged_at is not null and acknowledged_by is not null))
      );
      create index alerts_open on alerts (clinic_id, id) where status = 'open';
      create index alerts_clock on alerts (clinic_id, acknowledge_by) where status = 'open' and escalated_at is null;
      create index alerts_responsible on alerts (clinic_id, responsible_id);
      create index alerts_patient on alerts (clinic_id, patient_id, id);
      ${tenantTable('alerts', ['select', 'insert', 'update'])}

      create table alert_settings (
        clinic_id uuid not null constraint alert_settings_clinic_fk references clinics (id),
        critical_minutes int not null constraint alert_settings_critical_check check (critical_minutes between 5 and 1440),
        warning_minutes int not null constraint alert_settings_warning_check check (warning_minutes between 60 and 43200),
        crisis_resources jsonb not null,
        constraint alert_settings_pkey primary key (clinic_id)
      );
      ${tenantTable('alert_settings', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_settings; drop table alerts;');
  }
}
