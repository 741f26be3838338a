import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { locateBinaries, program } from './binaries.mjs';
import { guard } from './guard.mjs';
import { clusterFolder, identityOf, runsAsRoot } from './identity.mjs';
import { clearRelic, holderOf } from './postmaster.mjs';
import { SETTINGS, THROW_AWAY_SETTINGS } from './settings.mjs';

const STOP_SECONDS = 60;
const START_ATTEMPTS = 20;
// What passes by itself: the last processes of a killed server, and a port that somebody was quicker to take.
const PASSING = /still in use|Address already in use|could not bind/;

/**
 * A PostgreSQL of our own on the loopback interface, its data in one folder that may be killed at any moment and starts
 * again. Clusters for throwing away do not flush their commits, and take their folder with them.
 */
export class Cluster {
  #folder;
  #native;
  #throwAway;
  #settings;
  #identity;
  #server;
  #guard;
  #port;

  constructor(folder, { throwAway = false, settings = {} } = {}) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = realpathSync(clusterFolder(realpathSync(folder)));
    this.#native = locateBinaries();
    this.#throwAway = throwAway;
    this.#settings = settings;
    this.#identity = identityOf(this.data);
  }

  get data() {
    return join(this.#folder, 'postgres');
  }

  get log() {
    return join(this.#folder, 'postgres.log');
  }

  get exists() {
    return existsSync(join(this.data, 'PG_VERSION'));
  }

  get superuserPassword() {
    return readFileSync(join(this.#folder, 'superuser-password'), 'utf8').trim();
  }

  /** @param onEnd called when the server ends without having been told to */
  async start(onEnd = () => {}) {
    if (!this.exists) this.#initialise();
    // A launcher that was killed may have left its server behind.
    this.stop();
    for (let attempt = 1; ; attempt += 1) {
      clearRelic(this.data);
      const ended = await this.#spawn();
      if (ended === undefined) break;
      if (attempt === START_ATTEMPTS || !PASSING.test(ended)) throw new Error(`The embedded database did not start; ${this.log} says:\n${ended.trim()}`);
      this.#port = undefined;
      await wait(500);
    }
    this.#server.once('exit', () => this.#guard && onEnd());
  }

  /**
   * Waits until the server is down; work in flight is rolled back.
   * @throws Error when it does not go down
   */
  stop(mode = 'fast') {
    const { held, pid } = holderOf(this.data);
    this.#dismissGuard();
    if (!held) return;
    const done = spawnSync(program(this.#native, 'pg_ctl'), ['stop', '-D', this.data, '-m', mode, '-w', '-t', String(STOP_SECONDS)], { ...this.#as(), encoding: 'utf8' });
    if (done.status !== 0 && holderOf(this.data).held) throw new Error(`The PostgreSQL of ${this.data} (process ${pid}) does not stop: ${done.error?.message ?? done.stderr.trim()}`);
  }

  remove() {
    this.stop('immediate');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  url(role, password, database) {
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${this.#port}/${database}`;
  }

  #dismissGuard() {
    this.#guard?.dismiss();
    this.#guard = undefined;
  }

  #as() {
    return { cwd: this.#folder, ...this.#identity, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  }

  /** Made beside its place and moved there when it is whole, so that an interrupted first start is simply done again. */
  #initialise() {
    const unfinished = `${this.data}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    const passwordFile = join(this.#folder, 'superuser-password');
    writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    if (runsAsRoot()) {
      chmodSync(this.#folder, statSync(this.#folder).mode | 0o011);
      for (const path of [unfinished, passwordFile]) chownSync(path, this.#identity.uid, this.#identity.gid);
    }
    const options = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8', '--data-checksums'];
    const made = spawnSync(program(this.#native, 'initdb'), ['-D', unfinished, ...options, ...(this.#throwAway ? ['--no-sync'] : [])], { ...this.#as(), encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`The embedded database could not be made: ${made.error?.message ?? made.stderr.trim()}`);
    renameSync(unfinished, this.data);
  }

  /** What the server wrote when it ended at once; undefined when it serves. */
  async #spawn() {
    // The same after a crash: whoever is connected finds it again.
    this.#port ??= await freePort();
    const written = existsSync(this.log) ? statSync(this.log).size : 0;
    const log = openSync(this.log, 'a', 0o600);
    const settings = { ...SETTINGS, ...(this.#throwAway && THROW_AWAY_SETTINGS), ...this.#settings, port: this.#port };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // Its own process group: Ctrl-C reaches the launcher alone, which stops the service first and the database after it.
    const server = spawn(program(this.#native, 'postgres'), ['-D', this.data, ...options], { ...this.#as(), stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    server.unref();
    this.#server = server;
    if (server.pid) this.#guard = guard(server.pid, this.#throwAway ? 'QUIT' : 'TERM', this.#throwAway ? this.#folder : undefined);
    const hasEnded = await this.#untilReady(server);
    if (!hasEnded) return undefined;
    this.#dismissGuard();
    return readFileSync(this.log).subarray(written).toString();
  }

  /** However long it takes: after a crash a server first replays what it had written down. */
  async #untilReady(server) {
    const { default: pg } = await import('pg');
    let fault;
    server.once('error', (error) => (fault = error));
    for (;;) {
      if (fault) throw fault;
      if (server.exitCode !== null || server.signalCode !== null) return true;
      const client = new pg.Client({ connectionString: this.url('postgres', this.superuserPassword, 'postgres'), connectionTimeoutMillis: 5000 });
      client.on('error', () => {});
      try {
        await client.connect();
        return false;
      } catch (refusal) {
        // Refused connections and "starting up" pass; a server that answers otherwise will not change its mind.
        if (refusal.code !== '57P03' && refusal.severity) throw refusal;
        await wait(50);
      } finally {
        await client.end().catch(() => {});
      }
    }
  }
}

/** A port that nobody listens on. */
function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
