import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { invalid } from '../../platform/errors/refusal.js';

/** Whose public holidays a clinic keeps, by ISO 3166 codes as the library of holidays has them. */
export interface HolidayRegion {
  country: string;
  state: string | null;
  region: string | null;
}

export interface PublicHoliday {
  /** YYYY-MM-DD in the clinic's own calendar. */
  date: string;
  name: string;
}

const DAY_MS = 86_400_000;
const load = createRequire(import.meta.url);
/** The days of every country, loaded where a clinic keeps them: most do not. */
const library = (): typeof Holidays => load('date-holidays') as typeof Holidays;
/** A year of a region costs about 15 ms to work out and is asked for at every booking. */
const years = new LRUCache<string, PublicHoliday[]>({ max: 500 });

/**
 * The public holidays of a region from one date to another, both included, in order. Only what the library calls public:
 * bank, school and optional days and observances close no clinic by themselves. One of several days stands on each.
 */
export function publicHolidays(region: HolidayRegion, from: string, to: string): PublicHoliday[] {
  const found: PublicHoliday[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) found.push(...ofYear(region, year));
  return found.filter(({ date }) => from <= date && date <= to);
}

/** @throws InvalidRequest pointing to a country, state or region that there is not */
export function refuseUnknownRegion({ country, state, region }: HolidayRegion, pointer = '/publicHolidays'): void {
  const known = new (library())();
  if (!Object.hasOwn(known.getCountries(), country)) throw invalid(`${pointer}/country`, 'unknown-country', 'is not a country whose holidays are known');
  if (state !== null && !Object.hasOwn(known.getStates(country) ?? {}, state)) throw invalid(`${pointer}/state`, 'unknown-state', 'is not a state of that country');
  if (region === null) return;
  if (state === null) throw invalid(`${pointer}/state`, 'required', 'is required with a region');
  if (!Object.hasOwn(known.getRegions(country, state) ?? {}, region)) throw invalid(`${pointer}/region`, 'unknown-region', 'is not a region of that state');
}

function ofYear(region: HolidayRegion, year: number): PublicHoliday[] {
  const key = [region.country, region.state, region.region, year].join('/');
  const known = years.get(key);
  if (known) return known;
  const byDate = new Map<string, string>();
  for (const { date, start, end, name } of libraryOf(region).getHolidays(year).filter(({ type }) => type === 'public')) {
    const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
    for (let day = 0; day < days; day += 1) {
      const on = Temporal.PlainDate.from(date.slice(0, 10)).add({ days: day }).toString();
      byDate.set(on, byDate.has(on) ? `${byDate.get(on)}, ${name}` : name);
    }
  }
  const found = [...byDate].map(([on, name]) => ({ date: on, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
  years.set(key, found);
  return found;
}

function libraryOf({ country, state, region }: HolidayRegion): Holidays {
  const Library = library();
  const types: { types: HolidaysTypes.HolidayType[] } = { types: ['public'] };
  if (state === null) return new Library(country, types);
  return region === null ? new Library(country, state, types) : new Library(country, state, region, types);
}
