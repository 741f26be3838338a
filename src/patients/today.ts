import { Temporal } from 'temporal-polyfill';
import { readClinic } from '../clinics/read.js';
import type { Reader } from '../platform/database/work.js';

/** The date that it is at the clinic, `YYYY-MM-DD`. */
export async function today(reader: Reader): Promise<string> {
  const { timeZone } = await readClinic(reader);
  return dateAt(reader.nowMs, timeZone);
}

/** The date of an instant at the clinic. */
export function dateAt(epochMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
