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

  constructor(@Inject(CONFIG) config: Config) {
    this.#from = config.mailFrom;
    if (config.smtpUrl !== undefined) {
      this.#transport = nodemailer.createTransport({ url: config.smtpUrl, pool: true, maxConnections: 2, connectionTimeout: GREETING_MS, greetingTimeout: GREETING_MS, socketTimeout: SOCKET_MS, disableFileAccess: true, disableUrlAccess: true });
    }
  }

  get configured(): boolean {
    return this.#transport !== undefined;
  }

  /** Hands one message over. The id becomes its Message-ID, so that even a server that takes it twice can tell. */
  async handOver(id: string, to: string, subject: string, { text, html, calendar }: MessageContent): Promise<Handover> {
    if (!this.#transport) return { outcome: 'not-sent', fault: 'no mail server is set' };
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${this.#from.split('@').at(-1)?.replace('>', '') ?? 'localhost'}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(html === undefined ? {} : { html }),
        ...(calendar ? { icalEvent: { method: calendar.method, filename: 'appointment.ics', content: calendar.ics } } : {}),
      });
      return { outcome: 'sent' };
    } catch (fault) {
      return judge(fault);
    }
  }

  onModuleDestroy(): void {
    this.#transport?.close();
  }
}

/** A fault before the message was accepted is safe to try again; silence after the last dot is not. */
function judge(fault: unknown): Handover {
  const { responseCode, command, code } = fault as { responseCode?: number; command?: string; code?: string };
  const said = `${code ?? 'fault'}${responseCode === undefined ? '' : ` ${responseCode}`}`;
  if (responseCode !== undefined) return { outcome: responseCode >= 500 ? 'refused' : 'not-sent', fault: said };
  const before = command === undefined || ['CONN', 'API', 'EHLO', 'HELO', 'LHLO', 'STARTTLS', 'AUTH', 'MAIL FROM', 'RCPT TO'].some((early) => command.startsWith(early));
  return before && code !== 'ETIMEDOUT' ? { outcome: 'not-sent', fault: said } : { outcome: command === 'CONN' || code === 'ECONNECTION' ? 'not-sent' : 'uncertain', fault: said };
}
