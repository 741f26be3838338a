import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export const ALERT_KINDS = ['suicidality', 'seizure', 'syncope', 'adverse-event', 'deterioration', 'medication-change', 'screening-finding', 'overdue-assessment', 'no-response', 'missed-sessions'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export const ALERT_SEVERITIES = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

@Entity('alerts')
@Index('alerts_open', ['clinicId', 'id'], { where: `status = 'open'` })
@Index('alerts_patient', ['clinicId', 'patientId', 'id'])
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'alerts_patient_fk' })
@Check('alerts_kind_check', `kind in ('suicidality', 'seizure', 'syncope', 'adverse-event', 'deterioration', 'medication-change', 'screening-finding', 'overdue-assessment', 'no-response', 'missed-sessions')`)
@Check('alerts_severity_check', `severity in ('critical', 'warning', 'info')`)
@Check('alerts_status_check', `status in ('open', 'acknowledged')`)
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
  @Column('text') status: 'open' | 'acknowledged';
  @Column('timestamptz', { name: 'raised_at' }) raisedAt: string;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true }) acknowledgedAt: string | null;
  @Column('uuid', { name: 'acknowledged_by', nullable: true }) acknowledgedBy: string | null;
  @Column('text', { nullable: true }) note: string | null;
}
