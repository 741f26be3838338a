import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type Asker } from '../database/database.js';
import { sql } from '../database/sql.js';
import type { Work } from '../database/work.js';
import { Refusal } from '../errors/refusal.js';
import { Jobs } from '../jobs/jobs.js';
import { Mailer, type Handover } from './mailer.js';
import type { MessageContent, MessageStatus } from './outbox-message.entity.js';
import { addressNow } from './still-true.js';

const EVERY_MS = 2_000;
/** Waits before the next try, minutes; after the last the message has failed. */
const BACK_OFF_MINUTES = [1, 5, 15, 60, 240, 720];
/** A message that has been in hand for longer than any conversation may last was in the hands of a process that died. */
const IN_HAND_MINUTES = 5;
/** After which the next clinic has its turn. */
const TURN_MS = 250;
/** Messages withdrawn in one transaction. */
const WITHDRAWN_AT_ONCE = 50;
/** How long a conversation with the mail server may last on when the service stops: well within what a stop may take. */
const LAST_WORDS_MS = 8_000;
/** What became of a message is noted again for so long, less than it counts as in hand; first and longest wait between. */
const NOTE_FOR_MS = 240_000;
const NOTE_AGAIN_MS = [250, 5_000] as const;

interface InHand {
  id: string;
  recipient: string;
  subject: string;
  content: MessageContent;
  attempts: number;
  key: string | null;
  about: { kind: string; id: string } | null;
}

/**
 * Sends what lies in the outbox. A message is taken in hand by a committed change before the mail server hears of it,
 * so two processes never send the same one; whoever dies with one in hand leaves it `uncertain`, for a person to see:
 * it is never sent a second time by itself.
 */
@Injectable()
export class Dispatcher implements OnModuleInit, OnModuleDestroy {
  readonly #giveUp = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    if (!this.mailer.configured) return;
    this.jobs.register({
      name: 'outbox',
      everyMs: EVERY_MS,
      clinicsAt: (now) => sql`select distinct clinic_id as "clinicId" from outbox_messages where status in ('waiting', 'sending') and next_attempt_at <= ${now}`,
      run: (asker, stopping) => this.#sendDue(asker, stopping),
    });
  }

  onModuleDestroy(): void {
    setTimeout(() => this.#giveUp.abort(), LAST_WORDS_MS).unref();
  }

  /** One clinic's turn. A server that does not answer takes longer than a turn, so then each clinic has one message tried in turn. */
  async #sendDue(asker: Asker, stopping: AbortSignal): Promise<'more' | void> {
    for (const endsMs = performance.now() + TURN_MS; performance.now() < endsMs && !stopping.aborted; ) {
      const message = await this.database.work(asker, takeInHand);
      if (!message) return;
      if (message === 'more') continue;
      const handover = await this.mailer.handOver(message.id, message.recipient, message.subject, message.content, this.#giveUp.signal);
      await this.#note(asker, message, handover);
    }
    return 'more';
  }

  /** This process alone knows what became of the message: when the database is away, it waits for it. */
  async #note(asker: Asker, message: InHand, handover: Handover): Promise<void> {
    const endsMs = performance.now() + NOTE_FOR_MS;
    for (let waitMs: number = NOTE_AGAIN_MS[0]; ; waitMs = Math.min(waitMs * 2, NOTE_AGAIN_MS[1])) {
      try {
        return await this.database.work(asker, (work) => note(work, message, handover));
      } catch (fault) {
        const away = fault instanceof Refusal && fault.kind === 'unavailable';
        if (!away || performance.now() >= endsMs || this.#giveUp.signal.aborted) throw fault;
        await sleep(waitMs);
      }
    }
  }
}

/**
 * The next due message, marked so that nobody else takes it. What it was posted for may be over: then it is withdrawn, and the
 * next is taken. After many of those there is `more`: they are committed first.
 */
async function takeInHand(work: Work): Promise<InHand | 'more' | undefined> {
  const { clinicId } = work.actor;
  await work.run(sql`
    update outbox_messages set status = case when status = 'sending' then 'uncertain' else 'expired' end, content = null
    where clinic_id = ${clinicId} and next_attempt_at <= ${work.now} and (status = 'sending' or (status = 'waiting' and expires_at <= ${work.now}))`);
  for (let withdrawn = 0; withdrawn < WITHDRAWN_AT_ONCE; withdrawn += 1) {
    const message = await nextDue(work);
    if (!message) return undefined;
    const recipient = await addressNow(work, message);
    if (recipient !== undefined) {
      if (recipient !== message.recipient) await work.run(sql`update outbox_messages set recipient = ${recipient} where clinic_id = ${clinicId} and id = ${message.id}`);
      return { ...message, recipient };
    }
    await work.run(sql`update outbox_messages set status = 'withdrawn', content = null, key = null, attempts = attempts - 1 where clinic_id = ${clinicId} and id = ${message.id}`);
  }
  return 'more';
}

function nextDue(work: Work): Promise<InHand | undefined> {
  const { clinicId } = work.actor;
  return work.maybe<InHand>(sql`
    update outbox_messages set status = 'sending', attempts = attempts + 1, next_attempt_at = ${work.now}::timestamptz + make_interval(mins => ${IN_HAND_MINUTES})
    where clinic_id = ${clinicId} and id = (
      select id from outbox_messages where clinic_id = ${clinicId} and status = 'waiting' and next_attempt_at <= ${work.now}
      order by next_attempt_at, id limit 1 for update skip locked)
    returning id, recipient, subject, content, attempts, key, case when about_id is not null then jsonb_build_object('kind', about_kind, 'id', about_id) end as about`);
}

/** Of this try alone: noted a second time after all, it must not touch the message that somebody else has in hand by then. */
async function note(work: Work, { id, attempts }: InHand, handover: Handover): Promise<void> {
  const again = handover.outcome === 'not-sent' ? BACK_OFF_MINUTES[attempts - 1] : undefined;
  const status: MessageStatus = handover.outcome === 'sent' ? 'sent' : handover.outcome === 'uncertain' ? 'uncertain' : again === undefined ? 'failed' : 'waiting';
  await work.run(sql`
    update outbox_messages set status = ${status}, last_fault = ${'fault' in handover ? handover.fault : null},
      sent_at = ${status === 'sent' ? work.now : null}::timestamptz, content = case when ${status} = 'waiting' then content end,
      next_attempt_at = ${work.now}::timestamptz + make_interval(mins => ${again ?? 0})
    where clinic_id = ${work.actor.clinicId} and id = ${id} and status = 'sending' and attempts = ${attempts}`);
}
