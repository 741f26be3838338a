import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: string[];
  /** The message as it came over the wire, headers and all. */
  readonly raw: string;
}

/** A real SMTP server on loopback that keeps what it is given. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** What to say instead of accepting, once for each entry. */
  readonly answers: { at: 'rcpt' | 'data'; code: number; message: string }[] = [];
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, done) => done(this.#refusal('rcpt')),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const refusal = this.#refusal('data');
          if (refusal) return done(refusal);
          const { mailFrom, rcptTo } = session.envelope;
          this.received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString('utf8') });
          done();
        });
      },
    });
  }

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    mail.#server.listen(0, '127.0.0.1');
    await once(mail.#server.server, 'listening');
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** Text of a message with the transfer encoding undone. */
  static textOf({ raw }: ReceivedMail): string {
    return raw.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #refusal(at: 'rcpt' | 'data'): Error | null {
    if (this.answers[0]?.at !== at) return null;
    const { code, message } = this.answers.shift()!;
    return Object.assign(new Error(message), { responseCode: code });
  }
}
