import { isIPv6 } from 'node:net';

/** What may be posted with one token in a window: the longest report and many a changed mind. */
export const MOVES_PER_WINDOW = 600;

/** Wrong tokens that one address may try in a window before it has to wait. */
export const GUESSES_PER_WINDOW = 30;
export const WINDOW_MINUTES = 15;
const WINDOW_MS = WINDOW_MINUTES * 60_000;
/** Beyond so many sources the oldest is forgotten, so that a flood cannot fill the memory. */
const MOST_SOURCES = 10_000;

interface Counted {
  sinceMs: number;
  times: number;
}

/**
 * Counts what comes from one source in a window: wrong tokens by address, and what is posted with a token that opens. Tokens
 * cannot be guessed anyway; this keeps whoever tries from costing anything, and leaves room for a clinic's tablets, which
 * share an address and may well reload a link that is used up.
 */
export class Throttle {
  readonly #bySource = new Map<string, Counted>();

  constructor(private readonly mostPerWindow: number) {}

  /** Seconds that the source has to wait; 0 when it may try. */
  secondsToWait(source: string, nowMs: number): number {
    const counted = this.#bySource.get(source);
    if (!counted || counted.times < this.mostPerWindow) return 0;
    return Math.max(0, Math.ceil((counted.sinceMs + WINDOW_MS - nowMs) / 1000));
  }

  count(source: string, nowMs: number): void {
    const before = this.#bySource.get(source);
    const running = before !== undefined && nowMs < before.sinceMs + WINDOW_MS;
    this.#bySource.delete(source);
    this.#bySource.set(source, running ? { sinceMs: before.sinceMs, times: before.times + 1 } : { sinceMs: nowMs, times: 1 });
    const oldest = this.#bySource.size > MOST_SOURCES ? this.#bySource.keys().next().value : undefined;
    if (oldest !== undefined) this.#bySource.delete(oldest);
  }
}

/** One subscriber of an IPv6 provider has a whole /64 to call from. */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined || !isIPv6(ip) || ip.startsWith('::ffff:')) return ip ?? 'unknown';
  const [head = '', tail] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return groups.slice(0, 4).map((group) => group.padStart(4, '0')).join(':');
}
