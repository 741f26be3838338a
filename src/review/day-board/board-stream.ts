import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { keysNow, standingLogins } from '../../identity/read.js';
import { Database, type Asker } from '../../platform/database/database.js';
import { Refusal } from '../../platform/errors/refusal.js';
import { LOGGER } from '../../platform/observability/logger.js';
import { changesSince, currentCursor, openAlerts, type OpenAlerts } from './board-changes.js';

/** How often a clinic with an open board is asked for changes: two screens agree within a second. */
const EVERY_MS = 400;
const HEARTBEAT_MS = 10_000;
/** A screen that reads nothing is not waited for: what it is not told it would find on the board. */
const MOST_UNREAD_BYTES = 512 * 1024;
/** Of one login, or one key, in each process: more are a program gone wrong rather than somebody's screens. A design default. */
const MOST_SCREENS = 50;
/** A login that was seen alive so shortly before is not asked for again before its screens are told something. */
const BELIEVED_MS = 1_000;

/** What a screen is told, and how it is told that it is over. */
export interface Screen {
  readonly asker: Asker;
  /** Whether its reader may know of alerts. */
  readonly hearsAlerts: boolean;
  readonly send: (event: string, data: object) => void;
  /** Bytes that were sent and not taken yet. */
  readonly unread: () => number;
  readonly end: () => void;
  /** Without waiting for what was not taken. */
  readonly cut: () => void;
}

interface Clinic {
  cursor: string;
  /** What was told already, by session: the transaction of the change. */
  told: Map<string, number>;
  alerts: OpenAlerts;
  readonly screens: Set<Screen>;
  /** When the logins of the screens were last seen alive. */
  checkedMs: number;
  readonly timer: NodeJS.Timeout;
  asking: boolean;
}

/**
 * Tells open boards of changes, and of alerts whoever may read them. One question every 400 ms for each clinic that has a board open, however many screens,
 * in each process; nothing is kept that another process would have to know.
 */
@Injectable()
export class BoardStream implements OnModuleDestroy {
  readonly #clinics = new Map<string, Clinic>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** How many are followed. */
  get screens(): number {
    return [...this.#clinics.values()].reduce((sum, { screens }) => sum + screens.size, 0);
  }

  /** Opens a screen; returns what closes it. @throws Refusal when the login has ended, or follows with too many screens already */
  async open(screen: Screen): Promise<() => void> {
    const { cursor, alerts } = await this.database.read(screen.asker, async (reader) => ({ cursor: await currentCursor(reader), alerts: await openAlerts(reader) }));
    const { clinicId } = screen.asker;
    const own = [...(this.#clinics.get(clinicId)?.screens ?? [])].filter((other) => WHOSE(other) === WHOSE(screen)).length;
    if (own >= MOST_SCREENS) throw new Refusal('too-many', 'too-many-screens', `${own} screens follow with this login already; close one first.`, {}, { 'Retry-After': '10' });
    screen.send('open', { cursor });
    if (screen.hearsAlerts) screen.send('alerts', alerts);
    const clinic = this.#clinics.get(clinicId) ?? this.#begin(clinicId, cursor, alerts);
    clinic.screens.add(screen);
    return () => this.#close(clinicId, screen);
  }

  onModuleDestroy(): void {
    clearInterval(this.#heartbeat);
    for (const [clinicId, { screens }] of this.#clinics) {
      for (const screen of screens) {
        screen.end();
        this.#close(clinicId, screen);
      }
    }
  }

  #begin(clinicId: string, cursor: string, alerts: OpenAlerts): Clinic {
    const timer = setInterval(() => void this.#ask(clinicId), EVERY_MS);
    timer.unref();
    const clinic: Clinic = { cursor, told: new Map(), alerts, screens: new Set(), checkedMs: performance.now(), timer, asking: false };
    this.#clinics.set(clinicId, clinic);
    return clinic;
  }

  #close(clinicId: string, screen: Screen): void {
    const clinic = this.#clinics.get(clinicId);
    clinic?.screens.delete(screen);
    if (clinic?.screens.size === 0) {
      clearInterval(clinic.timer);
      this.#clinics.delete(clinicId);
    }
  }

  async #ask(clinicId: string): Promise<void> {
    const clinic = this.#clinics.get(clinicId);
    if (!clinic || clinic.asking) return;
    clinic.asking = true;
    try {
      const asker = { clinicId, staffId: undefined, requestId: 'board-stream', ip: undefined };
      const { changes, alerts } = await this.database.read(asker, async (reader) => ({ changes: await changesSince(reader, clinic.cursor), alerts: await openAlerts(reader) }));
      const { cursor, sessions, reservations, tooMany } = changes;
      const isNew = ({ id, changedIn }: Change): boolean => clinic.told.get(id) !== changedIn;
      const news = { sessions: sessions.filter(isNew).map(withoutTransaction), reservations: reservations.filter(isNew).map(withoutTransaction) };
      const isNews = tooMany || news.sessions.length > 0 || news.reservations.length > 0;
      const hasAlerts = clinic.alerts.open !== alerts.open || clinic.alerts.newest !== alerts.newest;
      if ((isNews || hasAlerts) && performance.now() - clinic.checkedMs > BELIEVED_MS) await this.#checkScreens(clinicId, clinic);
      for (const screen of this.#reading(clinicId, clinic)) {
        if (tooMany) screen.send('open', { cursor });
        else if (isNews) screen.send('change', { cursor, ...news });
        if (hasAlerts && screen.hearsAlerts) screen.send('alerts', alerts);
      }
      clinic.alerts = alerts;
      // What is at or after the cursor is found again next time; what is before it never is.
      clinic.told = new Map([...sessions, ...reservations].filter(({ changedIn }) => changedIn >= Number(cursor)).map(({ id, changedIn }) => [id, changedIn]));
      clinic.cursor = cursor;
    } catch (fault) {
      this.#complain(fault);
    } finally {
      clinic.asking = false;
    }
  }

  #complain(fault: unknown): void {
    this.log.warn({ fault: fault instanceof Error ? fault.message : 'unknown' }, 'a board could not be asked for changes');
  }

  /** Screens of logins that are alive hear that the line is. */
  async #beat(): Promise<void> {
    for (const [clinicId, clinic] of this.#clinics) {
      await this.#checkScreens(clinicId, clinic).catch((fault: unknown) => this.#complain(fault));
      for (const screen of this.#reading(clinicId, clinic)) screen.send('alive', {});
    }
  }

  /** The screens that keep up; the others are cut off. */
  #reading(clinicId: string, { screens }: Clinic): Screen[] {
    for (const screen of [...screens].filter(({ unread }) => unread() > MOST_UNREAD_BYTES)) {
      screen.cut();
      this.#close(clinicId, screen);
    }
    return [...screens];
  }

  /** A login that ended, or whose roles were changed, takes its screens with it; so does a key that ended or may less. One question for all. */
  async #checkScreens(clinicId: string, clinic: Clinic): Promise<void> {
    const of = [...clinic.screens].map((screen) => ({ screen, ...screen.asker }));
    const people = of.flatMap(({ screen, sessionId, staffId, accessVersion = 0 }) => (sessionId && staffId ? [{ screen, sessionId, staffId, accessVersion }] : []));
    const machines = of.flatMap(({ screen, apiKeyId }) => (apiKeyId ? [{ screen, apiKeyId }] : []));
    const asker = { clinicId, staffId: undefined, requestId: 'board-stream', ip: undefined };
    const [stands, may] = await this.database.read(asker, async (reader) => [await standingLogins(reader, people), await keysNow(reader, machines.map(({ apiKeyId }) => apiKeyId))] as const);
    const ended = [...people.filter((_login, n) => !stands[n]), ...machines.filter(({ screen, apiKeyId }) => !NEEDED(screen).every((permission) => may.get(apiKeyId)?.includes(permission)))];
    for (const { screen } of ended) {
      screen.end();
      this.#close(clinicId, screen);
    }
    clinic.checkedMs = performance.now();
  }
}

const WHOSE = ({ asker: { sessionId, apiKeyId } }: Screen): string | undefined => sessionId ?? apiKeyId;

const NEEDED = ({ hearsAlerts }: Screen): string[] => ['schedule.read', ...(hearsAlerts ? ['alerts.read'] : [])];

interface Change {
  readonly id: string;
  readonly changedIn: number;
}

const withoutTransaction = <C extends Change>({ changedIn: _changedIn, ...change }: C): Omit<C, 'changedIn'> => change;
