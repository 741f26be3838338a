import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export const ALERT_KINDS = ['suicidality', 'seizure', 'syncope', 'adverse-event', 'deterioration', 'medication-change', 'screening-finding', 'overdue-assessment', 'no-response', 'missed-sessions', 'overdue-step', 'glass-broken'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export const ALERT_SEVERITIES = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];
/** `resolved`: its reason was gone before anybody answered. */
export const ALERT_STATUSES = ['open', 'acknowledged', 'resolved'] as const;

@Entity('alerts')
@Index('alerts_open', ['clinicId', 'id'], { where: `status = 'open'` })
@Index('alerts_clock', ['clinicId', 'acknowledgeBy'], { where: `status = 'open' and escalated_at is null` })
@Index('alerts_responsible', ['clinicId', 'responsibleId'])
@Unique('alerts_key_key', ['clinicId', 'key'])
@ForeignKey('StaffMember', ['clinicId', 'responsibleId'], ['clinicId', 'id'], { name: 'alerts_responsible_fk' })
@Check('alerts_escalation_check', 'escalated_at is null or acknowledge_by is not null')
@Index('alerts_patient', ['clinicId', 'patientId', 'id'])
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'alerts_patient_fk' })
@Check('alerts_kind_check', `kind in ('suicidality', 'seizure', 'syncope', 'adverse-event', 'deterioration', 'medication-change', 'screening-finding', 'overdue-assessment', 'no-response', 'missed-sessions', 'overdue-step', 'glass-broken')`)
@Check('alerts_severity_check', `severity in ('critical', 'warning', 'info')`)
@Check('alerts_status_check', `status in ('open', 'acknowledged', 'resolved')`)
@Check('alerts_resolution_check', `(status = 'resolved') = (resolved_at is not null and resolution is not null)`)
@Check('alerts_acknowledgement_check', `(status = 'acknowledged') = (acknowledged_at is not null and acknowledged_by is not null)`)
export class Alert {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'alerts_pkey' })
  @ForeignKey('Clinic', { name: 'alerts_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'alerts_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'course_id', nullable: true }) courseId: string | null;
  @Column('text') kind: AlertKind;
  @Column('text') severity: AlertSeverity;
  /** What happened, without the answers themselves. */
  @Column('text') summary: string;
  @Column('text') status: (typeof ALERT_STATUSES)[number];
  @Column('timestamptz', { name: 'raised_at' }) raisedAt: string;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true }) acknowledgedAt: string | null;
  @Column('uuid', { name: 'acknowledged_by', nullable: true }) acknowledgedBy: string | null;
  @Column('text', { nullable: true }) note: string | null;
  /** What it is about, where that may be found twice and told once: nothing with the same key is raised again. */
  @Column('text', { nullable: true }) key: string | null;
  /** Who prescribed the treatment, and hears of it first. Null: every clinician. */
  @Column('uuid', { name: 'responsible_id', nullable: true }) responsibleId: string | null;
  /** When an unanswered alert goes to every clinician; null where it may wait. */
  @Column('timestamptz', { name: 'acknowledge_by', nullable: true }) acknowledgeBy: string | null;
  @Column('timestamptz', { name: 'escalated_at', nullable: true }) escalatedAt: string | null;
  /** When its reason was gone before anybody answered. */
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt: string | null;
  @Column('text', { nullable: true }) resolution: string | null;
}

/** How long an alert may stay unanswered, and whom a patient in danger is pointed to. */
@Entity('alert_settings')
@Check('alert_settings_critical_check', 'critical_minutes between 5 and 1440')
@Check('alert_settings_warning_check', 'warning_minutes between 60 and 43200')
export class AlertSettings {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'alert_settings_pkey' })
  @ForeignKey('Clinic', { name: 'alert_settings_clinic_fk' })
  clinicId: string;
  @Column('int', { name: 'critical_minutes' }) criticalMinutes: number;
  @Column('int', { name: 'warning_minutes' }) warningMinutes: number;
  @Column('jsonb', { name: 'crisis_resources' }) crisisResources: object;
}
