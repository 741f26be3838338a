import { newId } from '../kernel/uuid.js';
import { sql } from '../database/sql.js';
import type { Work } from '../database/work.js';
import type { MessageContent } from './outbox-message.entity.js';

export interface Mail extends MessageContent {
  readonly to: string;
  readonly subject: string;
  /** Whoever posts a key again posts nothing: a reminder of one session is made once. */
  readonly key?: string;
  /** RFC 3339; not sent before. */
  readonly notBefore?: string;
  /** RFC 3339; of no use afterwards (a reminder of a visit that is over), and then not sent any more. */
  readonly expiresAt?: string;
  /** What it is about, so that it can be withdrawn when that changes. */
  readonly about?: { readonly kind: string; readonly id: string };
}

/**
 * Lays a message into the outbox, in this transaction: it is sent if and only if the work is committed. Never put
 * anything clinical into it.
 * @returns the message's id; that of the earlier one where the key was posted before
 */
export async function postMail(work: Work, mail: Mail): Promise<string> {
  const { clinicId } = work.actor;
  const content: MessageContent = { text: mail.text, ...(mail.html === undefined ? {} : { html: mail.html }), ...(mail.calendar ? { calendar: mail.calendar } : {}) };
  const { id } = await work.one<{ id: string }>(sql`
    insert into outbox_messages (clinic_id, id, key, recipient, subject, content, about_kind, about_id, status, attempts, next_attempt_at, expires_at, created_at)
    values (${clinicId}, ${newId()}, ${mail.key ?? null}, ${mail.to}, ${oneLine(mail.subject)}, ${JSON.stringify(content)}::jsonb,
      ${mail.about?.kind ?? null}, ${mail.about?.id ?? null}::uuid, 'waiting', 0, ${mail.notBefore ?? work.now}, ${mail.expiresAt ?? null}::timestamptz, ${work.now})
    on conflict (clinic_id, key) do update set key = excluded.key returning id`);
  return id;
}

/**
 * Takes back what has not left yet. A message that is being sent at this moment leaves.
 * @param options.mayComeAgain the same keys may be posted again
 * @returns how many were taken back
 */
export function withdrawMail(work: Work, aboutId: string, { mayComeAgain = false } = {}): Promise<number> {
  return work.run(sql`
    update outbox_messages set status = 'withdrawn', content = null, key = case when not ${mayComeAgain}::boolean then key end
    where clinic_id = ${work.actor.clinicId} and about_id = ${aboutId} and status = 'waiting'`);
}

/** A line break in a subject would begin another header. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').slice(0, 200);
