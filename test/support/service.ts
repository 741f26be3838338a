import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeApplication } from '../../src/application.js';
import { addDevice, addRoom, openClinic } from '../../src/clinics/index.js';
import { addStaff } from '../../src/identity/index.js';
import { ROLES, type Role } from '../../src/identity/permissions/matrix.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { readConfig, type Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { askLicensedByTopic, stateEveryLicence } from '../../src/outcome-measures/index.js';
import { stockLibrary } from '../../src/protocols/index.js';
import { newId } from '../../src/platform/kernel/uuid.js';
import { makeLogger } from '../../src/platform/observability/logger.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { Caller } from './caller.js';
import { answerChecker } from './answer-checker.js';
import { keepCanaries, keepWritten, logFile } from './canaries.js';
import { cloneDatabase, type ClonedDatabase } from './database.js';

export const TEST_PASSWORD = 'a password for tests only';

/** A Monday, 09:00 in New York, far from any change of clocks. */
export const TEST_NOW = '2030-03-04T14:00:00.000Z';

/** Hours from 08:00 to 18:00, Monday to Friday. */
const WEEKDAYS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' }));

/** A clock that a test sets: the service's time stands still until it is moved. */
export class TestClock extends Clock {
  #nowMs = Date.parse(TEST_NOW);
  override nowMs(): number {
    return this.#nowMs;
  }
  override date(): Date {
    return new Date(this.#nowMs);
  }
  override now(): string {
    return this.date().toISOString();
  }
  set(instant: string): void {
    this.#nowMs = Date.parse(instant);
  }
  advanceMinutes(minutes: number): void {
    this.#nowMs += minutes * 60_000;
  }
}

/** A clinic of a test's own, with one member of staff in every role (and a second clinician and operator). */
export class TestClinic {
  constructor(
    readonly id: string,
    readonly devices: string[],
    readonly rooms: string[],
    readonly staff: Record<Role | 'clinician2' | 'operator2', { id: string; email: string }>,
    readonly callers: Record<Role | 'clinician2' | 'operator2', Caller>,
  ) {}

  as(role: Role | 'clinician2' | 'operator2'): Caller {
    return this.callers[role];
  }
}

/** The whole service in this process, over a database of its own. */
export class Service {
  constructor(
    readonly app: NestFastifyApplication,
    readonly clock: TestClock,
    readonly databaseOfTest: ClonedDatabase,
    private readonly log?: ReturnType<typeof logFile>,
  ) {}

  get database(): Database {
    return this.app.get(Database);
  }

  anyone(token?: string): Caller {
    return new Caller(this.app, token, answerChecker(this.app));
  }

  async newClinic(options: { timeZone?: string; devices?: number; rooms?: number } = {}): Promise<TestClinic> {
    const id = newId();
    const asker = { clinicId: id, staffId: undefined, requestId: 'test', ip: undefined };
    const staff = {} as TestClinic['staff'];
    const devices: string[] = [];
    const rooms: string[] = [];
    await this.database.work(asker, async (work) => {
      await openClinic(work, { name: `Clinic ${id.slice(-6)}`, timeZone: options.timeZone ?? 'America/New_York', openingHours: WEEKDAYS, slotMinutes: 15, turnoverMinutes: 10 });
      await stockLibrary(work);
      await stateEveryLicence(work, 'for tests');
      await askLicensedByTopic(work);
      for (let n = 1; n <= (options.devices ?? 2); n += 1) {
        devices.push((await addDevice(work, { name: `Device ${n}`, manufacturer: 'Example', model: 'Figure-8', modalities: ['rtms', 'itbs', 'ctbs', 'deep-tms', 'single-pulse'] })).id);
      }
      for (let n = 1; n <= (options.rooms ?? 2); n += 1) rooms.push((await addRoom(work, { name: `Room ${n}` })).id);
      for (const name of [...ROLES, 'clinician2', 'operator2'] as const) {
        const email = `${name}-${id.slice(-8)}@test.example`;
        const role = name.replace('2', '') as Role;
        staff[name] = { id: (await addStaff(work, { email, displayName: `Test ${name}`, roles: [role], password: TEST_PASSWORD })).id, email };
      }
    });
    const callers = {} as TestClinic['callers'];
    for (const name of Object.keys(staff) as (keyof TestClinic['staff'])[]) callers[name] = await this.logIn(staff[name].email);
    return new TestClinic(id, devices, rooms, staff, callers);
  }

  /** Access tokens last an hour in tests, so that a test may move the clock by less without logging in again. */
  async logIn(email: string, password = TEST_PASSWORD): Promise<Caller> {
    const answer = await this.anyone().post('/v1/auth/login', { email, password });
    if (answer.status !== 200) throw new Error(`login of ${email} answered ${answer.status}`);
    return this.anyone(String(answer.body.accessToken));
  }

  /** Another process of the same service, over the same database; it is given what it is to be asked by. */
  async besides<T>(settings: Readonly<Record<string, string>>, ask: (caller: Caller) => Promise<T>): Promise<T> {
    const app = await makeApplication(configFor(this.databaseOfTest, settings), this.clock, makeLogger('silent'));
    try {
      return await ask(new Caller(app, undefined, answerChecker(app)));
    } finally {
      await app.close();
    }
  }

  /** What was logged and measured is kept for the search at the end of the run, with what it is searched for. */
  async stop(): Promise<void> {
    const measured = await this.app.get(Metrics).registry.metrics();
    await this.app.close();
    keepWritten(measured);
    this.log?.flushSync();
    keepCanaries();
    await this.databaseOfTest.drop();
  }
}

/**
 * Starts the service over a fresh clone of the migrated database. Call once per test file, stop it in afterAll.
 * @param settings environment variables beyond the usual ones
 */
export async function startService(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
  const databaseOfTest = await cloneDatabase();
  const clock = new TestClock();
  const log = logFile();
  const config = configFor(databaseOfTest, { LOG_LEVEL: log ? 'trace' : 'silent', ...settings });
  const app = await makeApplication(config, clock, makeLogger(config.logLevel, log));
  return new Service(app, clock, databaseOfTest, log);
}

const configFor = ({ ownerUrl }: ClonedDatabase, settings: Readonly<Record<string, string>>): Config =>
  readConfig({ NODE_ENV: 'test', DATABASE_URL: ownerUrl, DATABASE_POOL_SIZE: '8', LOG_LEVEL: 'silent', ACCESS_TOKEN_SECONDS: '3600', SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'), ...settings });
