import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { Refusal } from '../../platform/errors/refusal.js';
import { BUDGETS, KNOWN_ADDRESS_DAYS, leaked, waitSeconds, type Attempt, type Budget } from './budgets.js';

interface Counter {
  key: string;
  level: number;
  at: string;
}

/** 429: how long to wait, and nothing about whether the account exists. */
export const tooManyFailures = (seconds: number): Refusal =>
  new Refusal('too-many', 'too-many-attempts', `Too many failed attempts; try again in ${seconds} seconds.`, { retryAfterSeconds: seconds }, { 'Retry-After': String(seconds) });

/** @throws Refusal 429 while one of the attempt's budgets is spent. Read it before a password is looked at, and again after. */
export async function requireBudget(reader: Reader, attempt: Attempt): Promise<void> {
  const seconds = await secondsToWait(reader, attempt);
  if (seconds > 0) throw tooManyFailures(seconds);
}

export async function secondsToWait(reader: Reader, attempt: Attempt): Promise<number> {
  await name(reader, attempt);
  const counters = await reader.many<Counter>(sql`
    select key, level, at from login_counters where key = any(${[attempt.pair, attempt.account, attempt.address, attempt.known]}::text[])`);
  const wait = waitIn(counters, reader.nowMs);
  const mark = counters.find(({ key }) => key === attempt.known);
  const isKnown = mark !== undefined && Date.parse(mark.at) > reader.nowMs - KNOWN_ADDRESS_DAYS * 86_400_000;
  return Math.max(wait(attempt.pair, BUDGETS.pair), isKnown ? 0 : wait(attempt.account, BUDGETS.account), wait(attempt.address, BUDGETS.address));
}

/** Counts a failure. @returns whether this one has spent a budget, so that the lockout itself can be told */
export async function countFailure(work: Work, attempt: Attempt): Promise<boolean> {
  await name(work, attempt);
  const spent = [
    await fill(work, attempt.account, BUDGETS.account),
    await fill(work, attempt.address, BUDGETS.address),
    await fill(work, attempt.pair, BUDGETS.pair),
  ];
  return spent.includes(true);
}

/**
 * Counts somebody asking for mail to an account: a few for the account, then silence, so that nobody floods a mailbox.
 * @returns whether mail may be sent
 * @throws Refusal 429 when this address of the network asks for too many
 */
export async function countAsking(work: Work, attempt: Attempt): Promise<boolean> {
  await name(work, attempt);
  const counters = await work.many<Counter>(sql`select key, level, at from login_counters where key = any(${[attempt.account, attempt.address]}::text[])`);
  const wait = waitIn(counters, work.nowMs);
  const seconds = wait(attempt.address, BUDGETS.address);
  if (seconds > 0) throw tooManyFailures(seconds);
  const sendable = wait(attempt.account, BUDGETS.mail) === 0;
  await fill(work, attempt.account, BUDGETS.mail);
  await fill(work, attempt.address, BUDGETS.address);
  return sendable;
}

/** Tallies a failure for nobody: as much work as the entry that a failure for somebody leaves. */
export async function countStray(work: Work, attempt: Attempt): Promise<void> {
  await fill(work, attempt.stray, BUDGETS.address);
}

/** The owner is here: this address is theirs from now on, and their slips are forgotten. */
export async function welcome(work: Work, attempt: Attempt): Promise<void> {
  await name(work, attempt);
  await work.run(sql`delete from login_counters where key = ${attempt.pair} or at < now() - interval '60 days'`);
  await work.run(sql`insert into login_counters (key, level, at) values (${attempt.known}, 0, ${work.now}) on conflict (key) do update set at = excluded.at`);
}

const waitIn = (counters: readonly Counter[], nowMs: number) => (key: string, budget: Budget): number => {
  const counter = counters.find((one) => one.key === key);
  return counter ? waitSeconds(leaked(counter.level, (nowMs - Date.parse(counter.at)) / 1000, budget), budget) : 0;
};

/** Row level security shows exactly the counters that are named. */
async function name(reader: Reader, attempt: Attempt): Promise<void> {
  await reader.one(sql`select set_config('app.login_counters', ${Object.values(attempt).join(' ')}, true) as named`);
}

async function fill(work: Work, key: string, { capacity, secondsPerLeak }: Budget): Promise<boolean> {
  const { level } = await work.one<{ level: number }>(sql`
    insert into login_counters as c (key, level, at) values (${key}, 1, ${work.now})
    on conflict (key) do update set at = greatest(c.at, excluded.at),
      level = least(${capacity}::float8, greatest(0, c.level - greatest(0, extract(epoch from excluded.at - c.at)::float8) / ${secondsPerLeak}::float8) + 1)
    returning level`);
  return level >= capacity;
}
