/** What other rooms may read of a clinic: its calendar frame, closures, rooms and devices. */
export { filledIn, languageOf, PLACES, spokenTime, unknownPlaces, wordsIn } from './appointment-words.js';
import { notFound } from '../platform/errors/refusal.js';
import type { CoilType } from './coil-types.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { OpeningInterval } from './clinic.entity.js';
import type { HolidayRegion } from './public-holidays/public-holidays.js';

export { COIL_TYPES, LONGEST_COOLING_MINUTES, type CoilType } from './coil-types.js';
export { publicHolidays, type HolidayRegion, type PublicHoliday } from './public-holidays/public-holidays.js';

export interface ClinicFacts {
  id: string;
  name: string;
  timeZone: string;
  openingHours: OpeningInterval[];
  slotMinutes: number;
  turnoverMinutes: number;
  publicHolidays: HolidayRegion | null;
  protocolReview: 'none' | 'second-clinician';
}

export interface DeviceFacts {
  id: string;
  name: string;
  manufacturer: string;
  model: string;
  serialNumber: string | null;
  modalities: string[];
  maxOutputNote: string | null;
  maximumOutputPercentMso: number | null;
  coilType: CoilType | null;
  coolingMinutes: number;
  coolingProvenance: 'design-default' | 'clinic';
  dailyCheckMinutes: number;
  status: 'in-service' | 'out-of-service';
}

export interface RoomFacts {
  id: string;
  name: string;
  status: 'in-service' | 'out-of-service';
}

export interface ClosureFacts {
  id: string;
  from: string;
  to: string;
  reason: string;
}

const read = new WeakMap<Reader, Promise<ClinicFacts>>();

/** Read once in a transaction, however many ask. @throws Refusal 404 */
export function readClinic(reader: Reader): Promise<ClinicFacts> {
  const known = read.get(reader) ?? clinicAsItStands(reader);
  read.set(reader, known);
  return known;
}

/** For whoever changes it. @throws Refusal 404 */
export async function clinicAsItStands(reader: Reader): Promise<ClinicFacts> {
  const clinic = await reader.maybe<ClinicFacts>(sql`
    select id, name, time_zone as "timeZone", opening_hours as "openingHours", slot_minutes as "slotMinutes", turnover_minutes as "turnoverMinutes", public_holidays as "publicHolidays", protocol_review as "protocolReview"
    from clinics where id = ${reader.actor.clinicId}`);
  if (!clinic) throw notFound();
  return clinic;
}

/**
 * How long a coil rests after a session where the clinic has not said: not at all beyond the turnover. A design default:
 * coils with active cooling need no pause, those without need what their maker's instructions say, which differs from 5
 * minutes to an hour with coil, output and pulses; a number of ours would be wrong for most.
 */
export const DEFAULT_COOLING_MINUTES = 0;

export const DEVICE_FIELDS = sql`id, name, manufacturer, model, serial_number as "serialNumber", modalities, max_output_note as "maxOutputNote", maximum_output_percent_mso as "maximumOutputPercentMso", coil_type as "coilType",
  coalesce(cooling_minutes, ${DEFAULT_COOLING_MINUTES}) as "coolingMinutes", case when cooling_minutes is null then 'design-default' else 'clinic' end as "coolingProvenance", daily_check_minutes as "dailyCheckMinutes", status`;

/** @throws Refusal 404 */
export function deviceFacts(reader: Reader, id: string): Promise<DeviceFacts> {
  return reader.one<DeviceFacts>(sql`select ${DEVICE_FIELDS} from devices where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export interface WornCoil {
  name: string;
  pulses: number;
  pulseLimit: number;
}

/** The coil that a device was last used with, where it has given as many pulses as the clinic lets it give. */
export function wornCoil(reader: Reader, deviceId: string): Promise<WornCoil | undefined> {
  return reader.maybe<WornCoil>(sql`
    select name, pulses::float8 as pulses, pulse_limit::float8 as "pulseLimit" from (
      select name, pulses, pulse_limit from coils where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} order by last_used_at desc, id desc limit 1) last
    where pulses >= pulse_limit`);
}

/** All devices, by name. */
export function devices(reader: Reader): Promise<DeviceFacts[]> {
  return reader.many<DeviceFacts>(sql`select ${DEVICE_FIELDS} from devices where clinic_id = ${reader.actor.clinicId} order by name, id`);
}

/** All rooms, by name. */
export function rooms(reader: Reader): Promise<RoomFacts[]> {
  return reader.many<RoomFacts>(sql`select id, name, status from rooms where clinic_id = ${reader.actor.clinicId} order by name, id`);
}

/** What the last check of a device on a day found, by the clinic's calendar (YYYY-MM-DD); undefined where nobody has looked. */
export async function deviceCheckOn(reader: Reader, deviceId: string, date: string): Promise<'passed' | 'failed' | undefined> {
  const check = await reader.maybe<{ outcome: 'passed' | 'failed' }>(sql`
    select outcome from device_checks where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} and on_date = ${date}::date
    order by checked_at desc, id desc limit 1`);
  return check?.outcome;
}

/** Closures that touch the days from `from` on; the whole list when it is undefined. Dates are YYYY-MM-DD. */
export function closures(reader: Reader, from?: string): Promise<ClosureFacts[]> {
  return reader.many<ClosureFacts>(sql`
    select id, from_date as "from", to_date as "to", reason from closures
    where clinic_id = ${reader.actor.clinicId} and to_date >= coalesce(${from ?? null}::date, '-infinity') order by from_date, id`);
}
