import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Database, type Asker } from '../../platform/database/database.js';
import { LOGGER } from '../../platform/observability/logger.js';
import { changesSince, currentCursor, openAlerts, type OpenAlerts, type SessionChange } from './board-changes.js';

/** How often a clinic with an open board is asked for changes: two screens agree within a second. */
const EVERY_MS = 400;
const HEARTBEAT_MS = 10_000;

/** What a screen is told, and how it is told that it is over. */
export interface Screen {
  readonly asker: Asker;
  /** Whether its reader may know of alerts. */
  readonly hearsAlerts: boolean;
  readonly send: (event: string, data: object) => void;
  readonly end: () => void;
}

interface Clinic {
  cursor: string;
  /** What was told already, by session: the transaction of the change. */
  told: Map<string, number>;
  alerts: OpenAlerts;
  readonly screens: Set<Screen>;
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
    this.#heartbeat = setInterval(() => void this.#checkScreens(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Opens a screen; returns what closes it. @throws Refusal when the login has ended */
  async open(screen: Screen): Promise<() => void> {
    const { cursor, alerts } = await this.database.read(screen.asker, async (reader) => ({ cursor: await currentCursor(reader), alerts: await openAlerts(reader) }));
    screen.send('open', { cursor });
    if (screen.hearsAlerts) screen.send('alerts', alerts);
    const { clinicId } = screen.asker;
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
    const clinic: Clinic = { cursor, told: new Map(), alerts, screens: new Set(), timer, asking: false };
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
      const { cursor, sessions, alerts } = await this.database.read({ clinicId, staffId: undefined, requestId: 'board-stream', ip: undefined }, async (reader) => ({ ...(await changesSince(reader, clinic.cursor)), alerts: await openAlerts(reader) }));
      const news = sessions.filter(({ id, changedIn }) => clinic.told.get(id) !== changedIn);
      if (news.length > 0) for (const screen of clinic.screens) screen.send('change', { cursor, sessions: news.map(withoutTransaction) });
      const isNews = clinic.alerts.open !== alerts.open || clinic.alerts.newest !== alerts.newest;
      if (isNews) for (const screen of clinic.screens) if (screen.hearsAlerts) screen.send('alerts', alerts);
      clinic.alerts = alerts;
      // What is at or after the cursor is found again next time; what is before it never is.
      clinic.told = new Map(sessions.filter(({ changedIn }) => changedIn >= Number(cursor)).map(({ id, changedIn }) => [id, changedIn]));
      clinic.cursor = cursor;
    } catch (fault) {
      this.log.warn({ fault: fault instanceof Error ? fault.message : 'unknown' }, 'a board could not be asked for changes');
    } finally {
      clinic.asking = false;
    }
  }

  /** A login that ended takes its screens with it; the others hear that the line is alive. */
  async #checkScreens(): Promise<void> {
    for (const [clinicId, { screens }] of this.#clinics) {
      for (const screen of [...screens]) {
        const alive = await this.database.read(screen.asker, () => Promise.resolve(true)).catch(() => false);
        if (alive) screen.send('alive', {});
        else {
          screen.end();
          this.#close(clinicId, screen);
        }
      }
    }
  }
}

const withoutTransaction = ({ changedIn: _changedIn, ...session }: SessionChange): Omit<SessionChange, 'changedIn'> => session;
