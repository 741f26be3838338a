import { Temporal } from 'temporal-polyfill';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

/** On `patients p`: has asked for no other channel. */
const WANTS_EMAIL = sql`(coalesce(p.contact_preferences ->> 'channel', 'email') = 'email')`;

/** On `patients p`: may be written to by e-mail. Whoever has said nothing may be; an archived patient never. */
export const REACHED_BY_EMAIL = sql`p.email is not null and p.archived_at is null and ${WANTS_EMAIL}`;

/** On `patients p`: has not declined reminders of sessions. */
export const WANTS_REMINDERS = sql`coalesce((p.contact_preferences ->> 'reminders')::boolean, true)`;

/** On `patients p` and `clinics c`: the hours in which the patient wants to be reached, as JSON of `ContactHours`. */
export const CONTACT_HOURS = sql`jsonb_strip_nulls(jsonb_build_object('timeZone', coalesce(p.time_zone, c.time_zone),
  'notBefore', p.contact_preferences ->> 'notBefore', 'notAfter', p.contact_preferences ->> 'notAfter'))`;

export interface Contact {
  givenName: string;
  email: string | null;
  /** BCP 47 tag, if any. */
  language: string | null;
  archivedAt: string | null;
  /** False where the patient asked for another channel, or for none. */
  wantsEmail: boolean;
  hours: ContactHours;
}

/** The hours in which a patient wants to be reached, `HH:MM` on the wall where the patient is; from 21:00 to 07:00 spans midnight. */
export interface ContactHours {
  timeZone: string;
  notBefore?: string;
  notAfter?: string;
}

/** How a patient may be reached. @throws Refusal 404 */
export function contactOf(reader: Reader, patientId: string): Promise<Contact> {
  return reader.one<Contact>(sql`
    select p.given_name as "givenName", p.email, p.preferred_language as language, p.archived_at as "archivedAt", ${WANTS_EMAIL} as "wantsEmail", ${CONTACT_HOURS} as hours
    from patients p join clinics c on c.id = p.clinic_id where p.clinic_id = ${reader.actor.clinicId} and p.id = ${patientId}`);
}

/** The first instant, from `atMs` on, in the hours in which the patient wants to be reached. RFC 3339. */
export function reachableFrom(atMs: number, { timeZone, notBefore, notAfter }: ContactHours): string {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  const opens = Temporal.PlainTime.from(notBefore ?? '00:00');
  const closes = Temporal.PlainTime.from(notAfter ?? '23:59:59.999');
  const time = at.toPlainTime();
  const early = Temporal.PlainTime.compare(time, opens) < 0;
  const late = Temporal.PlainTime.compare(time, closes) > 0;
  const overNight = Temporal.PlainTime.compare(opens, closes) > 0;
  if (overNight ? !(early && late) : !early && !late) return toInstant(atMs);
  const date = late && !overNight ? at.toPlainDate().add({ days: 1 }) : at.toPlainDate();
  return toInstant(date.toZonedDateTime({ timeZone, plainTime: opens }).epochMilliseconds);
}
