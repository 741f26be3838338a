import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
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
  /** What to do instead of accepting, once for each entry: say no, or die without a word (at `data`: with the message taken). */
  readonly answers: ({ at: 'rcpt' | 'data' } & ({ code: number; message: string } | { dies: true }))[] = [];
  /** How long it thinks before each answer. */
  pause: { at: 'rcpt' | 'data'; ms: number } | undefined;
  /** Messages it was given the recipient of. */
  asked = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, done) => {
        this.asked += 1;
        void this.#answer('rcpt', done);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const taken = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString('utf8') };
          void this.#answer('data', done, () => this.received.push(taken));
        });
      },
    });
    this.#server.on('error', () => undefined);
    this.#server.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
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

  /** Ends every conversation; whoever kept one open has noticed by then. */
  async hangUp(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await wait(50);
  }

  async #answer(at: 'rcpt' | 'data', done: (fault?: Error | null) => void, take?: () => void): Promise<void> {
    const answer = this.answers[0]?.at === at ? this.answers.shift() : undefined;
    if (answer === undefined || 'dies' in answer) take?.();
    if (this.pause?.at === at) await wait(this.pause.ms);
    if (answer === undefined) return done();
    if ('dies' in answer) return this.hangUp();
    done(Object.assign(new Error(answer.message), { responseCode: answer.code }));
  }
}
