import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Cluster } from '../../bin/embedded-postgres/cluster.mjs';
import { holderOf, isAlive } from '../../bin/embedded-postgres/postmaster.mjs';
import { prepareDatabase } from '../../bin/embedded-postgres/prepare.mjs';

const NAME = 'mortal';

/** A PostgreSQL of a test's own, set up as for real use (every commit is flushed), to be killed and started again. */
export class MortalDatabase {
  readonly #cluster: Cluster;
  #ownerUrl = '';
  #kills = 0;

  /** @param folder where its data lie; one of its own unless told */
  constructor(folder = mkdtempSync(join(tmpdir(), 'tms-mortal-'))) {
    this.#cluster = new Cluster(folder);
  }

  get ownerUrl(): string {
    return this.#ownerUrl;
  }

  get superuserUrl(): string {
    return this.#cluster.url('postgres', this.#cluster.superuserPassword, NAME);
  }

  get kills(): number {
    return this.#kills;
  }

  get isUp(): boolean {
    return holderOf(this.#cluster.data).held;
  }

  async start(): Promise<void> {
    await this.#cluster.start();
    this.#ownerUrl = await prepareDatabase(this.#cluster, NAME, 'owner of a mortal database');
  }

  /** The whole server at once, as when the machine is gone: stopped first, so that nobody can tidy up after the others. */
  async kill(): Promise<void> {
    for (const one of this.#signal('SIGSTOP')) if (isAlive(one)) process.kill(one, 'SIGKILL');
    while (holderOf(this.#cluster.data).held) await wait(10);
    this.#kills += 1;
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.resume();
  }

  /** After a kill. */
  async resume(): Promise<void> {
    await this.#cluster.start();
  }

  /** Stands still, as on a disk that does not answer: connections stay, and nothing comes back on them. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  /** Postmaster first, so that it starts nobody new; its children before it in what is returned. */
  #signal(signal: NodeJS.Signals): number[] {
    const { held, pid } = holderOf(this.#cluster.data);
    if (!held || !pid) throw new Error('there is no server');
    process.kill(pid, signal);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').map(Number).filter((child) => child > 0);
    for (const child of children) if (isAlive(child)) process.kill(child, signal);
    return [...children, pid];
  }

  /** How often the server's log, which outlives its crashes, tells of something. */
  told(text: string): number {
    return readFileSync(this.#cluster.log, 'utf8').split(text).length - 1;
  }

  remove(): void {
    this.#cluster.remove();
  }
}
