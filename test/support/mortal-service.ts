import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { keepCanaries, keepWritten } from './canaries.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_SECONDS = 30;

/** The built service as a process of its own, to be killed and started again over the same database. */
export class MortalService {
  #process: ChildProcess | undefined;
  #address = '';
  #kills = 0;
  #output = '';
  readonly #bornMs = performance.now();
  readonly #env: Record<string, string | undefined>;

  /**
   * @param flags for Node itself, before the program
   * @param folder of another build of the service
   */
  constructor(databaseUrl: string, password: string, settings: Readonly<Record<string, string>> = {}, private readonly flags: readonly string[] = [], private readonly folder = ROOT) {
    this.#env = {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      DEMO: 'on',
      DEMO_PASSWORD: password,
      PORT: '0',
      LOG_LEVEL: 'trace',
      // The same for every life, so that whoever is logged in stays so.
      TOKEN_SIGNING_KEY: JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
      ...settings,
    };
  }

  /** Where it listens in this life. */
  get address(): string {
    return this.#address;
  }

  /** Everything it has written in all its lives. */
  get output(): string {
    return this.#output;
  }

  get kills(): number {
    return this.#kills;
  }

  /** Under which the tokens of this service are believed: a second process over the same database wants the same. */
  get signingKey(): string {
    return this.#env['TOKEN_SIGNING_KEY'] ?? '';
  }

  /** With `CLOCK` among the settings: that instant at its birth, running on through all its lives, whatever hour it is outside. */
  nowMs(): number {
    return Date.parse(this.#env['CLOCK'] ?? '') + performance.now() - this.#bornMs;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.flags, join(this.folder, 'dist/src/main.js')], { cwd: this.folder, env: { ...this.#env, ...(this.#env['CLOCK'] !== undefined && { CLOCK: new Date(this.nowMs()).toISOString() }) }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const from = this.#output.length;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => this.#hear(chunk.toString()));
    for (let waited = 0; waited < START_SECONDS * 50; waited += 1) {
      const address = /listens at (http:\S+)/.exec(this.#output.slice(from))?.[1];
      if (address) {
        this.#address = address;
        return;
      }
      if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}: ${this.#output.slice(from)}`);
      await wait(20);
    }
    throw new Error(`The service does not start: ${this.#output.slice(from)}`);
  }

  #hear(text: string): void {
    this.#output += text;
    // The demonstration says its own password on the terminal, once, before it listens.
    keepWritten(text.replaceAll(/^Demo password: .*$/gm, ''));
  }

  /** As a supervisor does it: a process that ended because its database was not there yet is started again. */
  async revive(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.start();
      } catch (fault) {
        if (tries === 60) throw fault;
        await this.kill();
        await wait(250);
      }
    }
  }

  /** As an operator does it: it finishes what it has begun, then ends. @returns its exit code */
  async stop(): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    return ended;
  }

  /** As the power going out: no signal handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    keepCanaries();
    this.#kills += 1;
  }
}
