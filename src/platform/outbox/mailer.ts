import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import nodemailer, { type Transporter } from 'nodemailer';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/token.js';
import type { MessageContent } from './outbox-message.entity.js';

/** What became of handing a message to the mail server. */
export type Handover = { readonly outcome: 'sent' } | { readonly outcome: 'not-sent' | 'refused' | 'uncertain'; readonly fault: string };

const GREETING_MS = 10_000;
const SOCKET_MS = 30_000;

/** Speaks SMTP. Without SMTP settings nothing is sent, and messages wait. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  readonly #transport: Transporter | undefined;
  readonly #from: string;
  /** By Message-ID, the streams that the messages in hand are read from: one for each connection that was tried. */
  readonly #streams = new Map<string, Readable[]>();

  constructor(@Inject(CONFIG) config: Config) {
    this.#from = config.mailFrom;
    if (config.smtpUrl !== undefined) {
      this.#transport = nodemailer.createTransport({ url: config.smtpUrl, pool: true, maxConnections: 2, connectionTimeout: GREETING_MS, greetingTimeout: GREETING_MS, socketTimeout: SOCKET_MS, disableFileAccess: true, disableUrlAccess: true });
      this.#transport.use('stream', ({ message }, done) => {
        const streams: Readable[] = [];
        this.#streams.set(message.messageId(), streams);
        message.processFunc((stream) => {
          streams.push(stream);
          return stream;
        });
        done();
      });
    }
  }

  get configured(): boolean {
    return this.#transport !== undefined;
  }

  /**
   * Hands one message over. The id becomes its Message-ID, so that even a server that takes it twice can tell.
   * @param giveUp ends the conversation, wherever it stands
   */
  async handOver(id: string, to: string, subject: string, { text, html, calendar }: MessageContent, giveUp?: AbortSignal): Promise<Handover> {
    if (!this.#transport) return { outcome: 'not-sent', fault: 'no mail server is set' };
    const messageId = `<${id}@${this.#from.split('@').at(-1)?.replace('>', '') ?? 'localhost'}>`;
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: { name: '', address: to },
        subject,
        text,
        messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(giveUp && { signal: giveUp }),
        ...(html === undefined ? {} : { html }),
        ...(calendar ? { icalEvent: { method: calendar.method, filename: 'appointment.ics', content: calendar.ics } } : {}),
      });
      return { outcome: 'sent' };
    } catch (fault) {
      return judge(fault, this.#streams.get(messageId)?.some((stream) => stream.readableDidRead) ?? false);
    } finally {
      this.#streams.delete(messageId);
    }
  }

  onModuleDestroy(): void {
    this.#transport?.close();
  }
}

/**
 * A no of the server is a no, whenever it comes. Without one, all that tells is whether the server had begun to be given the
 * message: the fault itself reads the same before DATA and after the last dot (a connection that was lost, or was silent).
 */
function judge(fault: unknown, begun: boolean): Handover {
  const { responseCode = 0, code } = fault as { responseCode?: number; code?: string };
  const said = `${code ?? 'fault'}${responseCode === 0 ? '' : ` ${responseCode}`}`;
  if (responseCode >= 400) return { outcome: responseCode >= 500 ? 'refused' : 'not-sent', fault: said };
  return { outcome: begun ? 'uncertain' : 'not-sent', fault: said };
}
