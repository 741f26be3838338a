import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { prepareDatabase } from '../../bin/embedded-postgres/prepare.mjs';

const PASSWORD = 'password of a throw-away server';
const NOBODY = { uid: 65534, gid: 65534 };
const root = process.getuid?.() === 0;

/** Where Debian keeps the newest PostgreSQL with all its programs (the embedded one has no `pg_dump`, no `pg_basebackup`). */
export function debianPrograms(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).filter((version) => existsSync(join(base, version, 'bin/initdb'))) : [];
  const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
  return newest === undefined ? undefined : join(base, newest, 'bin');
}

/** A free port on the loopback interface. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A PostgreSQL from Debian's packages, on loopback, which flushes its commits and can have standbys. */
export class DebianCluster {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tms-debian-'));
  readonly #as = root ? NOBODY : {};
  #process: ChildProcess | undefined;

  private constructor(readonly port: number, private readonly programs: string) {
    if (root) chownSync(this.#folder, NOBODY.uid, NOBODY.gid);
  }

  private get data(): string {
    return join(this.#folder, 'data');
  }

  get superuserPassword(): string {
    return PASSWORD;
  }

  get log(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }

  /** A new, empty server. */
  static async make(programs: string): Promise<DebianCluster> {
    const cluster = new DebianCluster(await freePort(), programs);
    const passwordFile = join(cluster.#folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    cluster.#run('initdb', ['-D', cluster.data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--locale=C.UTF-8', '--encoding=UTF8', '--data-checksums', '--no-sync']);
    appendFileSync(join(cluster.data, 'postgresql.conf'), "wal_level = replica\nmax_wal_senders = 8\nhot_standby_feedback = on\nwal_receiver_timeout = 5s\nwal_retrieve_retry_interval = 200ms\n");
    await cluster.start();
    return cluster;
  }

  /** A standby of this one, streaming under a name for `synchronous_standby_names`. */
  async standby(name: string): Promise<DebianCluster> {
    const standby = new DebianCluster(await freePort(), this.programs);
    const primary = `host=127.0.0.1 port=${this.port} user=postgres password='${PASSWORD}' application_name=${name}`;
    standby.#run('pg_basebackup', ['-D', standby.data, '-d', primary, '-X', 'stream', '--checkpoint=fast', '--write-recovery-conf', '--no-sync']);
    appendFileSync(join(standby.data, 'postgresql.auto.conf'), `primary_conninfo = '${primary.replaceAll("'", "''")}'\n`);
    await standby.start();
    return standby;
  }

  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'log'), 'a');
    this.#process = spawn(join(this.programs, 'postgres'), ['-D', this.data, '-p', String(this.port), '-k', '', '-c', 'listen_addresses=127.0.0.1', '-c', 'deadlock_timeout=50ms'], { cwd: this.#folder, stdio: ['ignore', log, log], ...this.#as });
    for (let tries = 0; ; tries += 1) {
      try {
        await this.ask('select 1', 'postgres');
        return;
      } catch (fault) {
        if (tries > 300 || this.#process.exitCode !== null) throw new Error(`The server does not start: ${this.log}`, { cause: fault });
        await wait(100);
      }
    }
  }

  url(role = 'postgres', database = 'tms', password = PASSWORD): string {
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`;
  }

  /** As superuser. */
  async ask<T extends object = Record<string, unknown>>(statement: string, database = 'tms'): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.url('postgres', database), connectionTimeoutMillis: 3_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  /** The roles of docs/operations.md and an empty database. @returns the address for the owner */
  async prepare(): Promise<string> {
    const owner = await prepareDatabase({ superuserPassword: PASSWORD, url: (role: string, password: string, database: string) => this.url(role, database, password) }, 'tms', PASSWORD);
    await this.ask(`create role tms_service nologin nosuperuser nobypassrls; create role tms_app login password '${PASSWORD}' in role tms_service; create role tms_backup login bypassrls password '${PASSWORD}'; grant pg_read_all_data to tms_backup`);
    return owner;
  }

  /** Tells a running server a setting, for good. */
  async set(name: string, value: string): Promise<void> {
    await this.ask(`alter system set ${name} = '${value}'`, 'postgres');
    await this.ask('select pg_reload_conf()', 'postgres');
  }

  /** The whole server at once, as when the machine is gone. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(child.pid, 'SIGSTOP');
    const workers = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number);
    for (const pid of workers) if (pid > 0) process.kill(pid, 'SIGKILL');
    process.kill(child.pid, 'SIGKILL');
    await ended;
  }

  /** The standby becomes the server that is written to. */
  async promote(): Promise<void> {
    await this.ask('select pg_promote(true, 30)', 'postgres');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(program: string, args: readonly string[]): void {
    mkdirSync(this.#folder, { recursive: true });
    const done = spawnSync(join(this.programs, program), args, { cwd: this.#folder, encoding: 'utf8', ...this.#as });
    if (done.status !== 0) throw new Error(`${program}: ${done.error?.message ?? done.stderr}`);
  }
}
