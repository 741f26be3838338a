import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Cluster } from '../../bin/embedded-postgres/cluster.mjs';
import { isOpen } from '../../bin/embedded-postgres/identity.mjs';
import { forgetOtherServers, prepareDatabase } from '../../bin/embedded-postgres/prepare.mjs';
import { gone, isAlive, killHard, Launched, postmasterOf } from '../support/launched.js';

const asRoot = process.getuid?.() === 0;
/** `daemon` on every Unix: an ordinary user with no home of its own. */
const ORDINARY = 1;

describe('npm start', () => {
  const folders: string[] = [];
  const started: Launched[] = [];

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'tms start '));
    folders.push(folder);
    return folder;
  }

  function launch(...given: ConstructorParameters<typeof Launched>): Launched {
    const launched = new Launched(...given);
    started.push(launched);
    return launched;
  }

  async function query(folder: string, text: string): Promise<unknown[]> {
    const client = new pg.Client({ host: '127.0.0.1', port: postmasterOf(folder).port, user: 'tms_owner', password: readFileSync(join(folder, 'owner-password'), 'utf8'), database: 'tms' });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  afterAll(async () => {
    for (const launched of started) launched.signal('SIGTERM');
    await Promise.all(started.map((launched) => launched.ended()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  describe('on a folder of its own', () => {
    const folder = newFolder();

    it('serves from nothing, and ends with 0 and nothing left however often Ctrl-C is pressed', async () => {
      const first = launch(folder);
      const address = await first.listening();
      expect((await fetch(`${address}/health/ready`)).status).toBe(200);
      await query(folder, 'create table kept as select 42 as answer');
      const left = [first.service, first.postmaster];
      expect(left.every(isAlive)).toBe(true);
      for (let press = 0; press < 3; press += 1) first.signal('SIGINT');
      expect(await first.ended()).toBe(0);
      await gone(...left);
      expect(first.output).not.toMatch(/error|fault|SIGTERM/i);
    });

    it('keeps its data, and refuses a second launcher on them', async () => {
      const second = launch(folder);
      await second.listening();
      expect(await query(folder, 'select answer from kept')).toEqual([{ answer: 42 }]);
      const third = launch(folder);
      expect(await third.ended()).toBe(1);
      expect(third.output).toContain(`runs already on ${folder} (process ${second.pid})`);
      expect(isAlive(second.postmaster)).toBe(true);
    });

    it('leaves neither service nor database behind when it is killed', async () => {
      const running = started[1] as Launched;
      const left = [running.service, running.postmaster];
      running.signal('SIGKILL');
      await gone(...left);
    });

    it('starts again after all of it was killed at once, the same secrets in force', async () => {
      const key = readFileSync(join(folder, 'token-signing-key'), 'utf8');
      const running = launch(folder);
      await running.listening();
      const all = [running.pid, running.service, running.postmaster];
      killHard(...all);
      await gone(...all);
      const again = launch(folder);
      await again.listening();
      expect(await query(folder, 'select answer from kept')).toEqual([{ answer: 42 }]);
      expect(readFileSync(join(folder, 'token-signing-key'), 'utf8')).toBe(key);
    });

    it('waits for one that is stopping', async () => {
      const leaving = started.at(-1) as Launched;
      leaving.signal('SIGINT');
      const next = launch(folder);
      await next.listening();
      expect(await leaving.ended()).toBe(0);
    });

    it('stops the database when the service is killed, and ends with 1', async () => {
      const running = started.at(-1) as Launched;
      const { postmaster } = running;
      killHard(running.service);
      expect(await running.ended()).toBe(1);
      await gone(postmaster);
    });
  });

  // Whoever is not root has proven it above.
  if (asRoot && isOpen(process.cwd())) {
    it('serves as an ordinary user too', async () => {
      const folder = newFolder();
      chownSync(folder, ORDINARY, ORDINARY);
      const launched = launch(folder, { uid: ORDINARY });
      expect((await fetch(`${await launched.listening()}/health/ready`)).status).toBe(200);
      launched.signal('SIGTERM');
      expect(await launched.ended()).toBe(0);
    });
  }

  it('brings no database in production, and names all that is missing', async () => {
    const folder = newFolder();
    const launched = launch(folder, { env: { NODE_ENV: 'production' } });
    expect(await launched.ended()).toBe(1);
    for (const name of ['DATABASE_URL', 'TOKEN_SIGNING_KEY', 'PUBLIC_URL']) expect(launched.output).toContain(name);
    expect(postmasterOf(folder).pid).toBe(0);
  });
});

describe('the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tms cluster '));
  let cluster = new Cluster(folder);

  const ask = async (text: string): Promise<Record<string, unknown> | undefined> => {
    const client = new pg.Client(cluster.url('postgres', cluster.superuserPassword, 'postgres'));
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows[0];
    } finally {
      await client.end();
    }
  };

  afterAll(() => cluster.remove());

  it('is durable, checks its pages and listens to this machine alone', async () => {
    await cluster.start();
    expect(await ask(`select current_setting('fsync') fsync, current_setting('full_page_writes') pages, current_setting('synchronous_commit') commits,
      current_setting('data_checksums') checksums, current_setting('listen_addresses') listens, current_setting('unix_socket_directories') sockets`))
      .toEqual({ fsync: 'on', pages: 'on', commits: 'on', checksums: 'on', listens: '127.0.0.1', sockets: '' });
  });

  it('gives the schema an owner who is no superuser and passes no row security', async () => {
    await prepareDatabase(cluster, 'tms', "it's a password");
    expect(await ask("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'tms_owner'")).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: true });
  });

  it('tells when it ends by itself, and comes back with every acknowledged commit', async () => {
    await ask('create table acknowledged as select 1 as commit');
    const ended = new Promise<void>((told) => {
      cluster.stop();
      void cluster.start(told).then(() => killHard(postmasterOf(folder).pid));
    });
    await ended;
    cluster = new Cluster(folder);
    await cluster.start();
    expect(await ask('select * from acknowledged')).toEqual({ commit: 1 });
  });

  it('takes over from a server that was left running', async () => {
    const left = postmasterOf(folder).pid;
    cluster = new Cluster(folder);
    await cluster.start();
    expect(postmasterOf(folder).pid).not.toBe(left);
    expect(isAlive(left)).toBe(false);
    expect(await ask('select * from acknowledged')).toEqual({ commit: 1 });
  });

  it('starts over the pid file of a crash whose number another program bears now, and lets that program be', async () => {
    const { pid } = postmasterOf(folder);
    const file = join(folder, 'postgres/postmaster.pid');
    const left = readFileSync(file, 'utf8');
    killHard(pid);
    await gone(pid);
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore', ...(asRoot && { uid: 65_534, gid: 65_534 }) });
    writeFileSync(file, left.replace(/^\d+/, String(bystander.pid)));
    cluster = new Cluster(folder);
    await cluster.start();
    expect(await ask('select * from acknowledged')).toEqual({ commit: 1 });
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    bystander.kill();
  });

  it('says what the server said when it cannot start', async () => {
    cluster.stop();
    writeFileSync(join(folder, 'postgres/PG_VERSION'), '9\n');
    await expect(new Cluster(folder).start()).rejects.toThrow(/did not start.*incompatible/s);
    writeFileSync(join(folder, 'postgres/PG_VERSION'), '18\n');
  });

  it('forgets what the environment says of other servers', () => {
    const env = { PGSSLMODE: 'require', PGHOST: 'elsewhere', PATH: '/bin', PAGER: 'less' };
    forgetOtherServers(env);
    expect(env).toEqual({ PATH: '/bin', PAGER: 'less' });
  });
});
