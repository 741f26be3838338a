import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A clinic's own words, by language tag (`en`, `de`). */
export type Templates = Record<string, { subject: string; text: string }>;

/** When a clinic reminds, and in which words. No row: it does not. */
@Entity('reminder_settings')
@Check('reminder_settings_hours_check', 'cardinality(hours_before) between 1 and 5')
export class ReminderSettings {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'reminder_settings_pkey' })
  @ForeignKey('Clinic', { name: 'reminder_settings_clinic_fk' })
  clinicId: string;
  @Column('boolean') enabled: boolean;
  @Column('int', { name: 'hours_before', array: true }) hoursBefore: number[];
  @Column('jsonb') templates: Templates;
}

/** What a patient was told last of a session, so that a move or a cancellation is told too, and told once. */
@Entity('session_notices')
@ForeignKey('Session', ['clinicId', 'sessionId'], ['clinicId', 'id'], { name: 'session_notices_session_fk' })
export class SessionNotice {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'session_notices_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { name: 'session_id', primaryKeyConstraintName: 'session_notices_pkey' }) sessionId: string;
  @Column('int') revision: number;
  @Column('boolean') cancelled: boolean;
  @Column('timestamptz', { name: 'told_at' }) toldAt: string;
  /** `{startsAt, roomId, room}`: another device or operator is no move to a patient. Null where it was told before this was kept; empty where all was withdrawn. */
  @Column('jsonb', { nullable: true }) told: object | null;
  /** Of the message that tells it. */
  @Column('text', { name: 'message_key', nullable: true }) messageKey: string | null;
  /** `{revision, cancelled, toldAt, told, key}` of the message before, to which this goes back where the last is withdrawn before it leaves. */
  @Column('jsonb', { name: 'told_before', nullable: true }) toldBefore: object | null;
}
