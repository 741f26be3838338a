import type { Calendar } from './calendar.js';
import type { Placement } from './placement.js';
import { instantAt, localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

/** What somebody would like, and does without where it cannot be. */
export interface Preference {
  /** Wall clock; the nearest of them counts. */
  times: readonly string[];
  operatorId?: string;
  deviceId?: string;
}

/** Smaller is better, member by member: another device, minutes from the wanted time of day, another operator, the start. */
export type Rank = readonly [elsewhere: number, driftMinutes: number, withAnother: number, startMs: number];

/** Another device comes last, since the motor threshold belongs to one. */
export function rankOf({ zone }: Pick<Calendar, 'zone'>, { times, operatorId, deviceId }: Preference, slot: Placement): Rank {
  const date = localDate(slot.startMs, zone);
  const drifts = times.map((time) => Math.abs(slot.startMs - instantAt(date, time, zone)) / MINUTE_MS);
  return [
    deviceId === undefined || slot.deviceId === deviceId ? 0 : 1,
    drifts.length === 0 ? 0 : Math.min(...drifts),
    operatorId === undefined || slot.operatorId === operatorId ? 0 : 1,
    slot.startMs,
  ];
}

export function compareRanks(a: Rank, b: Rank): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** Best first; deterministic, since no two slots begin at once. */
export function byPreference(calendar: Pick<Calendar, 'zone'>, preference: Preference, slots: readonly Placement[]): Placement[] {
  return slots
    .map((slot) => ({ slot, rank: rankOf(calendar, preference, slot) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ slot }) => slot);
}

/** The best slot of each date, the dates nearest to an instant first. */
export function nearestDays(calendar: Pick<Calendar, 'zone'>, preference: Preference, slots: readonly Placement[], toMs: number): Placement[] {
  const best = new Map<string, Placement>();
  for (const slot of byPreference(calendar, preference, slots)) {
    const date = localDate(slot.startMs, calendar.zone);
    if (!best.has(date)) best.set(date, slot);
  }
  return [...best.values()].sort((a, b) => Math.abs(a.startMs - toMs) - Math.abs(b.startMs - toMs) || a.startMs - b.startMs);
}
