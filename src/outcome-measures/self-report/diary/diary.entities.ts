import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** When a clinic asks the day's question by e-mail. No row: at the time that we propose. */
@Entity('diary_settings')
@Check('diary_settings_ask_at_check', `ask_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`)
export class DiarySettings {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'diary_settings_pkey' })
  @ForeignKey('Clinic', { name: 'diary_settings_clinic_fk' })
  clinicId: string;
  /** `HH:MM` on the clinic's wall. */
  @Column('text', { name: 'ask_at' }) askAt: string;
}

/** A token that one day's mail brought: it opens the diary beside the link's own, for that day and the next. */
@Entity('self_report_mail_tokens')
@Index('self_report_mail_tokens_link', ['clinicId', 'linkId'])
@ForeignKey('SelfReportLink', ['clinicId', 'linkId'], ['clinicId', 'id'], { name: 'self_report_mail_tokens_link_fk' })
export class SelfReportMailToken {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'self_report_mail_tokens_pkey' }) clinicId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'self_report_mail_tokens_pkey' }) digest: string;
  @Column('uuid', { name: 'link_id' }) linkId: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: string;
}
