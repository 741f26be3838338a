import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/token.js';
import { sql } from '../../src/platform/database/sql.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { newId } from '../../src/platform/kernel/uuid.js';
import { makeLogger } from '../../src/platform/observability/logger.js';
import { askBeforeSending, postMail } from '../../src/platform/outbox/index.js';
import { Dispatcher } from '../../src/platform/outbox/dispatcher.js';
import { Mailer } from '../../src/platform/outbox/mailer.js';
import { expectStatus, type Json } from '../support/caller.js';
import { MailServer } from '../support/mail-server.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';

let mail: MailServer;
/** Sends nothing by itself: each test has a sender of its own. */
let service: Service;
let clinics: TestClinic[];
let mailer: Mailer;
let jobs: Jobs;

beforeAll(async () => {
  [mail, service] = await Promise.all([MailServer.start(), startService()]);
  clinics = [await service.newClinic(), await service.newClinic(), await service.newClinic()];
});
afterAll(async () => {
  await service.stop();
  await mail.stop();
});
beforeEach(() => {
  service.clock.set(TEST_NOW);
  mailer = new Mailer({ ...service.app.get<Config>(CONFIG), smtpUrl: mail.url });
  jobs = new Jobs(service.database, service.clock, makeLogger('silent'));
  new Dispatcher(service.database, mailer, jobs).onModuleInit();
});
afterEach(async () => {
  [mail.pause, mail.asked, mail.answers.length, mail.received.length] = [undefined, 0, 0, 0];
  await jobs.onModuleDestroy();
  mailer.onModuleDestroy();
  await mail.hangUp();
  for (const { id } of clinics) await service.database.work(asker(id), (work) => work.run(sql`update outbox_messages set status = 'withdrawn', content = null where clinic_id = ${id}`));
});

const asker = (clinicId = clinics[0]!.id) => ({ clinicId, staffId: undefined, requestId: 'test', ip: undefined });
const post = (clinicId?: string): Promise<string> => service.database.work(asker(clinicId), (work) => postMail(work, { to: `${clinicId ?? 'pat'}@example.org`, subject: 'Your visit', text: 'See you soon.' }));
const send = (): Promise<void> => jobs.runNow('outbox');
const message = (id: string) => service.database.read(asker(), (reader) => reader.one<Json>(sql`select status, attempts, content is null as forgotten, last_fault as fault from outbox_messages where id = ${id}`));
const count = (status: string) => service.database.read(asker(), (reader) => reader.one<{ n: number }>(sql`select count(*)::int as n from outbox_messages where clinic_id = ${clinics[0]!.id} and status = ${status}`));
const until = async (happened: () => boolean): Promise<void> => {
  for (let tries = 0; !happened() && tries < 200; tries += 1) await wait(10);
};

describe('a mail server that dies', () => {
  it('after it has taken the message, and before it says so: nobody knows, everybody can see, and it is not sent again', async () => {
    mail.answers.push({ at: 'data', dies: true });
    const id = await post();
    await send();
    expect(await message(id)).toEqual({ status: 'uncertain', attempts: 1, forgotten: true, fault: 'ECONNECTION' });
    service.clock.advanceMinutes(30);
    await send();
    expect(mail.received).toHaveLength(1);
    const { items } = expectStatus(await clinics[0]!.as('admin').get('/v1/messages?status=uncertain'), 200);
    expect(items.map((item: Json) => [item.id, item.status])).toEqual([[id, 'uncertain']]);
  });

  it('before it is given the message: it is given it later', async () => {
    mail.answers.push({ at: 'rcpt', dies: true });
    const id = await post();
    await send();
    expect(await message(id)).toEqual({ status: 'waiting', attempts: 1, forgotten: false, fault: 'ECONNECTION' });
    service.clock.advanceMinutes(2);
    await send();
    expect([(await message(id)).status, mail.received.length]).toEqual(['sent', 1]);
  });

  it('or says nothing, when the service gives up on it: the same', async () => {
    const handOver = (): ReturnType<Mailer['handOver']> => mailer.handOver('id', 'pat@example.org', 'Your visit', { text: 'Soon.' }, AbortSignal.timeout(150));
    mail.pause = { at: 'rcpt', ms: 400 };
    expect(await handOver()).toEqual({ outcome: 'not-sent', fault: 'EABORT' });
    mail.pause = { at: 'data', ms: 400 };
    expect(await handOver()).toEqual({ outcome: 'uncertain', fault: 'EABORT' });
  });
});

it('what is known not to have been sent is noted when the database is back', async () => {
  const superuser = new pg.Client(service.databaseOfTest.superuserUrl);
  await superuser.connect();
  const name = (await superuser.query('select current_database() as name')).rows[0].name as string;
  try {
    mail.pause = { at: 'rcpt', ms: 200 };
    mail.answers.push({ at: 'rcpt', code: 451, message: 'try later' });
    const id = await post();
    const sending = send();
    await until(() => mail.asked === 1);
    await superuser.query(`alter database ${name} connection limit 0`);
    await superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', [name]);
    await wait(500);
    await superuser.query(`alter database ${name} connection limit -1`);
    await sending;
    expect(await message(id)).toEqual({ status: 'waiting', attempts: 1, forgotten: false, fault: 'EENVELOPE 451' });
  } finally {
    await superuser.query(`alter database ${name} connection limit -1`);
    await superuser.end();
  }
});

it('a service that stops sends what it has in hand, and leaves the rest to the next', async () => {
  mail.pause = { at: 'data', ms: 100 };
  for (let n = 0; n < 12; n += 1) await post();
  const sending = send();
  await until(() => mail.asked === 1);
  await jobs.onModuleDestroy();
  await sending;
  expect([mail.received.length, (await count('sent')).n, (await count('waiting')).n]).toEqual([1, 1, 11]);
});

it('a clinic with much mail keeps no other waiting, whoever comes later included', async () => {
  mail.pause = { at: 'data', ms: 300 };
  const [first, second, third] = clinics.map(({ id }) => id);
  for (let n = 0; n < 3; n += 1) for (const id of [first, second]) await post(id);
  const sending = send();
  await until(() => mail.asked === 1);
  await post(third);
  await sending;
  const turns = mail.received.map(({ to }) => to[0]!.split('@')[0]!);
  expect(turns).toHaveLength(7);
  expect(new Set(turns.slice(0, 2))).toEqual(new Set([first, second]));
  expect(turns.slice(2, 5)).toContain(third);
});

describe('a job', () => {
  it('never runs twice at once, whoever asks for it behind a run', async () => {
    let [running, most, runs] = [0, 0, 0];
    jobs.register({ name: 'slow', everyMs: 60_000, clinics: () => [clinics[0]!.id], run: async () => {
      most = Math.max(most, (running += 1));
      await wait(20);
      [running, runs] = [running - 1, runs + 1];
    } });
    await Promise.all([1, 2, 3].map(() => jobs.runNow('slow')));
    expect([most, runs]).toEqual([1, 3]);
  });

  it('goes to no further clinic when the service stops', async () => {
    const seen: string[] = [];
    jobs.register({ name: 'slow', everyMs: 60_000, clinics: () => clinics.map(({ id }) => id), run: async ({ clinicId }) => {
      seen.push(clinicId);
      await wait(50);
    } });
    const run = jobs.runNow('slow');
    await until(() => seen.length === 1);
    await jobs.onModuleDestroy();
    await run;
    expect(seen).toEqual([clinics[0]!.id]);
  });
});

describe('much that is over', () => {
  it('is withdrawn a part at a time: what was, stays so although a later one cannot be asked for', async () => {
    let asked = 0;
    askBeforeSending('passing', async () => {
      asked += 1;
      if (asked > 60) throw new Error('cannot be asked');
      return undefined;
    });
    await service.database.work(asker(), async (work) => {
      for (let n = 0; n < 70; n += 1) await postMail(work, { to: 'pat@example.org', subject: 'Your visit', text: 'See you soon.', about: { kind: 'passing', id: newId() } });
    });
    const before = (await count('withdrawn')).n;
    await send();
    expect([(await count('withdrawn')).n - before, (await count('waiting')).n]).toEqual([50, 20]);
    asked = -100;
    await send();
    expect([(await count('withdrawn')).n - before, (await count('waiting')).n, mail.received.length]).toEqual([70, 0, 0]);
  });
});
