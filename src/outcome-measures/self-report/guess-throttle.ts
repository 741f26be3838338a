import { isIPv6 } from 'node:net';

/** Wrong tokens that one address may try in a window before it has to wait. */
export const GUESSES_PER_WINDOW = 30;
export const WINDOW_MINUTES = 15;
const WINDOW_MS = WINDOW_MINUTES * 60_000;
/** Beyond so many addresses the oldest is forgotten, so that a flood cannot fill the memory. */
const MOST_ADDRESSES = 10_000;

interface Guesses {
  sinceMs: number;
  wrong: number;
}

/**
 * Counts wrong tokens by address. Tokens cannot be guessed anyway; this keeps whoever tries from costing anything, and
 * leaves room for a clinic's tablets, which share an address and may well reload a link that is used up.
 */
export class GuessThrottle {
  readonly #byAddress = new Map<string, Guesses>();

  /** Seconds that the address has to wait; 0 when it may try. */
  secondsToWait(ip: string | undefined, nowMs: number): number {
    const guesses = this.#byAddress.get(networkOf(ip));
    if (!guesses || guesses.wrong < GUESSES_PER_WINDOW) return 0;
    return Math.max(0, Math.ceil((guesses.sinceMs + WINDOW_MS - nowMs) / 1000));
  }

  countWrong(ip: string | undefined, nowMs: number): void {
    const network = networkOf(ip);
    const before = this.#byAddress.get(network);
    const running = before !== undefined && nowMs < before.sinceMs + WINDOW_MS;
    this.#byAddress.delete(network);
    this.#byAddress.set(network, running ? { sinceMs: before.sinceMs, wrong: before.wrong + 1 } : { sinceMs: nowMs, wrong: 1 });
    const oldest = this.#byAddress.size > MOST_ADDRESSES ? this.#byAddress.keys().next().value : undefined;
    if (oldest !== undefined) this.#byAddress.delete(oldest);
  }
}

/** One subscriber of an IPv6 provider has a whole /64 to call from. */
function networkOf(ip: string | undefined): string {
  if (ip === undefined || !isIPv6(ip) || ip.startsWith('::ffff:')) return ip ?? 'unknown';
  const [head = '', tail] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return groups.slice(0, 4).map((group) => group.padStart(4, '0')).join(':');
}
