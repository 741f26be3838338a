/** The only place that reads the time. Everything else is told. */
export class Clock {
  readonly #offsetMs: number;

  /** @param startsAt RFC 3339 instant at which this clock begins to run; undefined for the real time. */
  constructor(startsAt?: string) {
    this.#offsetMs = startsAt === undefined ? 0 : Date.parse(startsAt) - Date.now();
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  /** For libraries that want a Date. */
  date(): Date {
    return new Date(this.nowMs());
  }

  /** RFC 3339 in UTC with milliseconds, e.g. `2030-03-04T09:00:00.000Z`. */
  now(): string {
    return toInstant(this.nowMs());
  }
}

/** Epoch milliseconds as RFC 3339 in UTC with milliseconds. */
export function toInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
