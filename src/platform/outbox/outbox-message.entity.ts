import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export const MESSAGE_STATUSES = ['waiting', 'sending', 'sent', 'failed', 'uncertain', 'expired', 'withdrawn'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** What a message says. Never anything clinical: mail travels in the open. */
export interface MessageContent {
  readonly text: string;
  readonly html?: string;
  /** An invitation, as iCalendar text, with its method. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly ics: string };
}

@Entity('outbox_messages')
@Unique('outbox_messages_key_key', ['clinicId', 'key'])
@Index('outbox_messages_due', ['clinicId', 'nextAttemptAt'], { where: `status in ('waiting', 'sending')` })
@Index('outbox_messages_about', ['clinicId', 'aboutId'], { where: 'about_id is not null' })
@Check('outbox_messages_status_check', `status in ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'expired', 'withdrawn')`)
@Check('outbox_messages_attempts_check', 'attempts >= 0')
export class OutboxMessage {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'outbox_messages_pkey' })
  @ForeignKey('Clinic', { name: 'outbox_messages_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'outbox_messages_pkey' }) id: string;
  /** At most one message of a key ever leaves; null also once it was withdrawn and may be posted again. */
  @Column('text', { nullable: true }) key: string | null;
  @Column('text') recipient: string;
  @Column('text') subject: string;
  /** Null once the message has left: links in it are secrets. */
  @Column('jsonb', { nullable: true }) content: MessageContent | null;
  @Column('text', { name: 'about_kind', nullable: true }) aboutKind: string | null;
  @Column('uuid', { name: 'about_id', nullable: true }) aboutId: string | null;
  @Column('text') status: MessageStatus;
  @Column('int') attempts: number;
  @Column('timestamptz', { name: 'next_attempt_at' }) nextAttemptAt: string;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: string | null;
  @Column('text', { name: 'last_fault', nullable: true }) lastFault: string | null;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}
