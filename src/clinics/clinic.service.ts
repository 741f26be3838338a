import { Temporal } from 'temporal-polyfill';
import { record } from '../audit/index.js';
import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { requireMatch } from '../platform/http/answer.js';
import type { ClinicChange, ClinicView } from './clinic.dto.js';
import type { OpeningInterval } from './clinic.entity.js';
import { faultsOfHours } from './opening-hours.js';
import { refuseUnknownRegion, type HolidayRegion } from './public-holidays/public-holidays.js';
import { clinicAsItStands } from './read.js';

/** Makes the tenant itself; the work must already be in the new clinic's name. */
export async function openClinic(work: Work, clinic: Omit<ClinicView, 'id' | 'protocolReview' | 'publicHolidays'>): Promise<ClinicView> {
  refuseImpossible(clinic.timeZone, clinic.openingHours);
  await work.run(sql`
    insert into clinics (id, name, time_zone, opening_hours, slot_minutes, turnover_minutes, pseudonym_key, created_at)
    values (${work.actor.clinicId}, ${clinic.name}, ${clinic.timeZone}, ${JSON.stringify(clinic.openingHours)}::jsonb,
            ${clinic.slotMinutes}, ${clinic.turnoverMinutes}, gen_random_uuid(), ${work.now})`);
  const after = await clinicAsItStands(work);
  record(work, { action: 'clinic.opened', subject: { type: 'clinic', id: after.id }, after });
  return after;
}

export async function changeClinic(work: Work, ifMatch: string | undefined, change: ClinicChange): Promise<ClinicView> {
  await work.one(sql`select 1 as locked from clinics where id = ${work.actor.clinicId} for update`);
  const before = await clinicAsItStands(work);
  requireMatch(ifMatch, before);
  const next = { ...before, ...withoutUndefined(change), publicHolidays: change.publicHolidays === undefined ? before.publicHolidays : regionOf(change.publicHolidays) };
  refuseImpossible(next.timeZone, next.openingHours);
  await work.run(sql`
    update clinics set name = ${next.name}, time_zone = ${next.timeZone}, opening_hours = ${JSON.stringify(sorted(next.openingHours))}::jsonb,
      slot_minutes = ${next.slotMinutes}, turnover_minutes = ${next.turnoverMinutes}, protocol_review = ${next.protocolReview},
      public_holidays = ${next.publicHolidays && JSON.stringify(next.publicHolidays)}::jsonb
    where id = ${work.actor.clinicId}`);
  const after = await clinicAsItStands(work);
  record(work, { action: 'clinic.changed', subject: { type: 'clinic', id: after.id }, before, after });
  return after;
}

/** @throws InvalidRequest pointing to an unknown zone, an interval that ends before it begins, or two that overlap */
function refuseImpossible(timeZone: string, openingHours: readonly OpeningInterval[]): void {
  const faults: Fault[] = [];
  if (!isTimeZone(timeZone)) faults.push({ pointer: '/timeZone', code: 'unknown-time-zone', message: 'is not an IANA time zone' });
  faults.push(...faultsOfHours(openingHours, '/openingHours'));
  if (faults.length > 0) throw new InvalidRequest(faults);
}

function regionOf(given: ClinicView['publicHolidays']): HolidayRegion | null {
  if (given === null) return null;
  const region = { country: given.country, state: given.state ?? null, region: given.region ?? null };
  refuseUnknownRegion(region);
  return region;
}

function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2})$/.test(name)) return false;
  try {
    Temporal.PlainDate.from('2030-01-01').toZonedDateTime(name);
    return true;
  } catch {
    return false;
  }
}

const sorted = (hours: readonly OpeningInterval[]): OpeningInterval[] =>
  [...hours].sort((a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1));

const withoutUndefined = <T extends object>(change: T): Partial<T> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
