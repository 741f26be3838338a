import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Json } from '../support/caller.js';
import { brokenInvariants } from '../support/database-invariants.js';
import { busyClinic, journey, type BusyClinic, type Journey } from '../support/crash/busy-clinic.js';
import { PersistentClient } from '../support/crash/persistent-client.js';
import { MailServer } from '../support/mail-server.js';
import { MortalDatabase } from '../support/mortal-database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

/** `npm run prove -- crash` runs the full size; the suite a small one. */
const JOURNEYS = Number(process.env['CRASH_JOURNEYS'] ?? 6);
const AT_ONCE = Number(process.env['CRASH_AT_ONCE'] ?? 6);
/** Pause between one kill and the next, on average. */
const EVERY_MS = Number(process.env['CRASH_EVERY_MS'] ?? 1_200);
const MOST_KILLS = Number(process.env['CRASH_KILLS'] ?? 2);
const LIMIT_MS = 1_200_000;

/** As the power going out, again and again, in a clinic where everybody works. */
describe('a service and a database that are killed while a clinic works', () => {
  let database: MortalDatabase;
  let service: MortalService;
  let mail: MailServer;
  let superuser: pg.Client;
  let clinic: BusyClinic;
  let over = false;
  const client = new PersistentClient(() => service.address);
  const journeys: Journey[] = [];

  beforeAll(async () => {
    [database, mail] = [new MortalDatabase(), await MailServer.start()];
    await database.start();
    service = new MortalService(database.ownerUrl, TEST_PASSWORD, { ACCESS_TOKEN_SECONDS: '3600', CLOCK: '2030-03-04T14:00:00.000Z', SMTP_URL: mail.url });
    await service.start();
    clinic = await busyClinic(client, JOURNEYS);
  }, LIMIT_MS);
  afterAll(async () => {
    await service.kill();
    await superuser?.end();
    await mail.stop();
    database.remove();
  });

  it(`lose nothing that was acknowledged, and half-do nothing (${JOURNEYS} journeys)`, async () => {
    const begun = performance.now();
    const killing = kill();
    const waiting = Array.from({ length: JOURNEYS }, (_unused, n) => n)[Symbol.iterator]();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (const n of waiting) {
        // However fast the machine: the last third is under way when the service has been killed once, and work is over when both have.
        if (n >= JOURNEYS * (2 / 3)) await died(killing, service);
        journeys.push(await journey(client, clinic, n, () => service.nowMs()));
      }
    })).then(() => died(killing, service, database)).finally(() => (over = true));
    await killing;
    superuser = new pg.Client(database.superuserUrl);
    superuser.on('error', () => undefined);
    await superuser.connect();
    await mailIsOut();

    expect(await lost()).toEqual([]);
    expect(await untold()).toEqual([]);
    expect(await halfDone()).toEqual([]);
    expect(await brokenInvariants(superuser)).toEqual([]);
    const { trouble, uncertain, arrived } = await mailTrouble();
    expect(trouble).toEqual([]);
    // One process has one message in hand: a death leaves one at most that nobody knows of.
    expect(uncertain).toBeLessThanOrEqual(service.kills + database.kills);
    const { ok, events, sealedThrough } = await verdict();
    expect([ok, events - sealedThrough <= 1]).toEqual([true, true]);
    const again = client.acknowledged.filter(({ tries }) => tries > 1).length;
    process.stdout.write(
      `${JOURNEYS} journeys, ${client.acknowledged.length} acknowledged changes in ${Math.round((performance.now() - begun) / 1000)} s; service killed ${service.kills} times, database ${database.kills}; ${again} changes were tried again, ${client.unanswered} tries had no answer;\n` +
        `  ${mail.received.length} mails, ${uncertain} uncertain (${arrived} of them arrived, ${uncertain - arrived} did not); refused: ${[...new Set(client.refused)].join(', ') || 'nothing'}; ${events} entries in the trail, intact\n`,
    );
    expect([service.kills > 0, database.kills > 0, journeys.length]).toEqual([true, true, JOURNEYS]);
    expect(journeys.filter(({ progressTrains }) => progressTrains === 15).length).toBeGreaterThanOrEqual(JOURNEYS * 0.9);
  }, LIMIT_MS);

  /** Until each has been killed once, or nobody is killed any more. */
  async function died(killing: Promise<void>, ...victims: readonly { kills: number }[]): Promise<void> {
    let ended = false;
    void killing.finally(() => (ended = true)).catch(() => undefined);
    while (!ended && victims.some(({ kills }) => kills === 0)) await wait(20);
  }

  /** In turn, at any moment, until the work is done. */
  async function kill(): Promise<void> {
    for (let n = 0; !over && n < MOST_KILLS; n += 1) {
      await wait(EVERY_MS * (0.5 + Math.random()));
      if (n % 4 === 0) await mailInHand(n % 8 === 0 ? 'data' : 'rcpt');
      if (n % 2 === 1) await database.restart();
      else {
        await service.kill();
        await service.revive();
      }
    }
  }

  /** Until the mail server thinks about a message that it has taken, or is yet to be given; no longer than the outbox may take to send one. */
  async function mailInHand(at: 'data' | 'rcpt'): Promise<void> {
    const met = (): number => (at === 'data' ? mail.received.length : mail.asked);
    const before = met();
    mail.pause = { at, ms: 300 };
    for (let tries = 0; tries < 250 && met() === before; tries += 1) await wait(10);
    mail.pause = undefined;
  }

  /** What was made can be read where the answer said. */
  async function lost(): Promise<string[]> {
    const missing: string[] = [];
    for (const { location, token, what, body } of client.acknowledged) {
      if (location === undefined) continue;
      const now = await client.get(token, location).catch((fault: unknown) => ({ fault: String(fault) }) as Json);
      if (now.id !== body.id) missing.push(`${what}: ${location} ${JSON.stringify(now).slice(0, 200)}`);
    }
    for (const { medicationId, medicationDose } of journeys) {
      const { rows } = await superuser.query('select dose from medications where id = $1', [medicationId]);
      if (rows[0]?.dose !== medicationDose) missing.push(`medication ${medicationId}: ${rows[0]?.dose}, acknowledged ${medicationDose}`);
    }
    return missing;
  }

  /** Each acknowledged change stands in the trail, each entry of it once. */
  async function untold(): Promise<string[]> {
    const { rows } = await superuser.query(
      `select request_id as id, max(n)::int as most from (select request_id, action, subject_id, count(*) as n from audit_entries where request_id = any($1) group by 1, 2, 3) t group by 1`, [client.acknowledged.map(({ requestId }) => requestId)],
    );
    const told = new Map(rows.map(({ id, most }: Json) => [id, most]));
    return client.acknowledged.flatMap(({ requestId, what }) => (told.get(requestId) === 1 ? [] : [`${what}: told ${told.get(requestId) ?? 0} times`]));
  }

  /** A course has all the sessions that were answered, a session every report, and an activation its reasons. */
  async function halfDone(): Promise<string[]> {
    const found: string[] = [];
    for (const { courseId, sessionId, seriesSessions, progressTrains } of journeys) {
      const { rows } = await superuser.query(
        `select (select count(*)::int from sessions where course_id = c.id and id is distinct from $2) as sessions, (select count(*)::int from course_overrides where course_id = c.id) as overrides,
           (select coalesce(sum(trains), 0)::int from session_progress where session_id = $2) as trains, (select count(*)::int from motor_thresholds where course_id = c.id) as thresholds, (select count(*)::int from assessments where course_id = c.id) as assessments
         from courses c where c.id = $1`, [courseId, sessionId]);
      const wanted = { sessions: seriesSessions, overrides: 1, trains: progressTrains, thresholds: 1, assessments: 2 };
      if (JSON.stringify(rows[0]) !== JSON.stringify(wanted)) found.push(`course ${courseId}: ${JSON.stringify(rows[0])}, acknowledged ${JSON.stringify(wanted)}`);
    }
    const { rows } = await superuser.query(`select course_id, count(*)::int as n from sessions where starts_at > '2030-03-05' group by 1 having count(*) not in (14, 15)`);
    return [...found, ...rows.map((row: Json) => `half a series: ${JSON.stringify(row)}`)];
  }

  /**
   * The outbox is tended every two seconds. What was in hand when somebody died, or is to be tried later, has its time made to come,
   * so that in the end every message has been sent or is one that nobody knows of.
   */
  async function mailIsOut(): Promise<void> {
    for (let tries = 0; tries < 30; tries += 1) {
      const { rows } = await superuser.query(`select count(*)::int as n from outbox_messages where status in ('waiting', 'sending')`);
      if (rows[0].n === 0) return;
      await wait(2_500);
      await superuser.query(`update outbox_messages set next_attempt_at = '2030-03-04T14:00:00Z' where status in ('waiting', 'sending')`);
    }
  }

  /** One message for every link; none arrives twice; each that counts as sent arrived, and each other is uncertain, where the clinic sees it. */
  async function mailTrouble(): Promise<{ trouble: string[]; uncertain: number; arrived: number }> {
    const { rows } = await superuser.query(`select id, recipient, status from outbox_messages`);
    const seen = new Set<string>();
    for (let path: string | undefined = '/v1/messages?status=uncertain'; path !== undefined; ) {
      const page: Json = await client.get(clinic.as.admin, path);
      for (const { id } of page.items) seen.add(id);
      path = page.nextCursor ? `/v1/messages?status=uncertain&cursor=${encodeURIComponent(page.nextCursor)}` : undefined;
    }
    const told = (rows as Json[]).map(({ id, recipient, status }) => {
      const arrivals = mail.received.filter(({ raw }) => raw.includes(`Message-ID: <${id}@`)).length;
      const good = status === 'sent' ? arrivals === 1 : status === 'uncertain' && arrivals <= 1 && seen.has(id);
      return { good, uncertain: status === 'uncertain', arrivals, text: `${recipient}: ${id} ${status}, arrived ${arrivals}` };
    });
    const uncertain = told.filter((each) => each.uncertain);
    const links = journeys.map(({ mailTo }) => ({ mailTo, n: rows.filter(({ recipient }: Json) => recipient === mailTo).length }));
    return {
      trouble: [...told.filter(({ good }) => !good).map(({ text }) => text), ...links.filter(({ n }) => n !== 1).map(({ mailTo, n }) => `${mailTo}: ${n} messages`)],
      uncertain: uncertain.length,
      arrived: uncertain.filter(({ arrivals }) => arrivals > 0).length,
    };
  }

  async function verdict(): Promise<Json> {
    const auditor = (await client.post('', '/v1/auth/login', { email: 'auditor@harbour.example', password: TEST_PASSWORD })).accessToken;
    for (let tries = 0; ; tries += 1) {
      const body = await client.get(auditor, '/v1/audit/verify');
      if ((body.ok && body.events - body.sealedThrough <= 1) || tries === 20) return body;
      await wait(500);
    }
  }
});
