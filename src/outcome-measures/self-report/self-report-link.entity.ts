import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export const LINK_KINDS = ['one-time', 'pain-diary'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** By whose hand a self-report is answered. */
export const ANSWERED_BY = ['patient', 'proxy'] as const;
export type AnsweredBy = (typeof ANSWERED_BY)[number];

/** Answers by measure and item; null is a question that was passed over. */
export type Draft = Record<string, Record<string, number | null>>;

/** An invitation to one patient to answer measures without an account. Only a digest of its token is kept. */
@Entity('self_report_links')
@Unique('self_report_links_digest_key', ['clinicId', 'digest'])
@Index('self_report_links_patient', ['clinicId', 'patientId', 'id'])
@Index('self_report_links_course', ['clinicId', 'courseId'])
@ForeignKey('Patient', ['clinicId', 'patientId'], ['clinicId', 'id'], { name: 'self_report_links_patient_fk' })
@ForeignKey('Course', ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'self_report_links_course_fk' })
@Check('self_report_links_kind_check', `kind in ('one-time', 'pain-diary')`)
@Check('self_report_links_measures_check', 'cardinality(measures) between 1 and 12')
@Check('self_report_links_language_check', `language in ('en', 'de')`)
@Check('self_report_links_answered_by_check', `answered_by in ('patient', 'proxy')`)
@Check('self_report_links_expiry_check', 'expires_at > created_at')
@Check('self_report_links_used_once_check', `used_at is null or kind = 'one-time'`)
@Check('self_report_links_diary_of_course_check', `kind <> 'pain-diary' or course_id is not null`)
@Check('self_report_links_mailed_diary_check', `mailed_on is null or kind = 'pain-diary'`)
@Check('self_report_links_draft_cleared_check', `used_at is null or draft = '{}'::jsonb`)
export class SelfReportLink {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'self_report_links_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'self_report_links_pkey' }) id: string;
  @Column('uuid', { name: 'patient_id' }) patientId: string;
  @Column('uuid', { name: 'course_id', nullable: true }) courseId: string | null;
  @Column('text') kind: LinkKind;
  @Column('text', { array: true }) measures: string[];
  @Column('text') digest: string;
  @Column('text') language: string;
  /** Answered on a tablet of the clinic, which then returns to a neutral page. */
  @Column('boolean') kiosk: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
  @Column('timestamptz', { name: 'emailed_at', nullable: true }) emailedAt: string | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: string | null;
  @Column('uuid', { name: 'revoked_by', nullable: true }) revokedBy: string | null;
  /** When the first answer was given; of a diary, the first of the day. */
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt: string | null;
  @Column('jsonb') draft: Draft;
  /** When a saved answer raised an alert before the whole was sent. */
  @Column('timestamptz', { name: 'alerted_at', nullable: true }) alertedAt: string | null;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt: string | null;
  /** Of a diary: the clinic's date of the latest entry. */
  @Column('date', { name: 'answered_on', nullable: true }) answeredOn: string | null;
  /** Of a diary that is sent by e-mail: the clinic's date on which its question was posted last. */
  @Column('date', { name: 'mailed_on', nullable: true }) mailedOn: string | null;
  /** Of the measures that can be asked over several; null is the default of each. */
  @Column('text', { name: 'recall_period', nullable: true }) recallPeriod: string | null;
  @Column('text', { name: 'answered_by', default: 'patient' }) answeredBy: AnsweredBy;
  /** Since when the question at hand has been there to read: the start, or the latest answer. */
  @Column('timestamptz', { name: 'asked_at', nullable: true }) askedAt: string | null;
  /** How long each measure has taken so far. */
  @Column('jsonb', { name: 'measure_milliseconds', default: {} }) measureMilliseconds: Record<string, number>;
}
