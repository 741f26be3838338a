import { createHash } from 'node:crypto';

/** A leaking bucket: so many failures at once, and one more each time that many seconds have passed. */
export interface Budget {
  readonly capacity: number;
  readonly secondsPerLeak: number;
}

/**
 * How many failures are borne. One address that guesses at one account is stopped soon. All others together are stopped
 * for an account too, but gently and for half a minute, and not where its owner has logged in before: a stranger cannot
 * lock a clinician out. The address alone has room for a clinic behind one router.
 */
export const BUDGETS = {
  pair: { capacity: 5, secondsPerLeak: 60 },
  account: { capacity: 20, secondsPerLeak: 30 },
  address: { capacity: 100, secondsPerLeak: 3 },
  mail: { capacity: 3, secondsPerLeak: 600 },
} as const satisfies Record<string, Budget>;

/** How long an address is remembered as one from which the account's owner has logged in. */
export const KNOWN_ADDRESS_DAYS = 30;

/** The names under which an attempt is counted; digests, so that nobody can read from them who works where. */
export interface Attempt {
  readonly pair: string;
  readonly account: string;
  readonly address: string;
  /** The owner's own mark for this address. */
  readonly known: string;
  /** Failures for e-mail addresses that nobody here has. */
  readonly stray: string;
}

export function attemptOf(account: string, ip: string | undefined): Attempt {
  const address = networkOf(ip ?? '');
  const named = (kind: string, ...parts: string[]): string => `${kind}:${createHash('sha256').update(parts.join('\n')).digest('base64url')}`;
  return {
    pair: named('pair', account, address),
    account: named('account', account),
    address: named('address', address),
    known: named('known', account, address),
    stray: named('stray', address),
  };
}

/** A household or a server has a whole /64 of IPv6 to choose from, so that counts as one address. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled = tail === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
  return `${filled.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/64`;
}

/** What is left of a bucket's level after some time, in failures. */
export function leaked(level: number, elapsedSeconds: number, { secondsPerLeak }: Budget): number {
  return Math.max(0, level - Math.max(0, elapsedSeconds) / secondsPerLeak);
}

/** Whole seconds until the bucket takes another failure; 0 when it does now. */
export function waitSeconds(level: number, { capacity, secondsPerLeak }: Budget): number {
  return Math.max(0, Math.ceil((level + 1 - capacity) * secondsPerLeak - 1e-9));
}
