import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { newId } from '../../platform/kernel/uuid.js';
import type { BookingSettingsChange, BookingSettingsView } from './booking-settings.dto.js';

export interface BookingSettings {
  cancellationNoticeHours: number;
  /** Null: as long as a start is. */
  checkInClosesMinutes: number | null;
  /** Null: it is never too late. */
  startClosesMinutes: number | null;
  revision: number;
}

/**
 * Design defaults, all of which a clinic may change. A day's notice is what most practices ask. Nobody who comes late is
 * turned away unless the clinic has said when: what a late session would break (sessions a day, the gap between two, the
 * device in use) is refused for itself.
 */
const DEFAULTS: BookingSettings = { cancellationNoticeHours: 24, checkInClosesMinutes: null, startClosesMinutes: null, revision: 0 };

export async function bookingSettings(reader: Reader): Promise<BookingSettings> {
  const row = await reader.maybe<BookingSettings>(sql`
    select cancellation_notice_hours as "cancellationNoticeHours", check_in_closes_minutes as "checkInClosesMinutes", start_closes_minutes as "startClosesMinutes", revision
    from booking_settings where clinic_id = ${reader.actor.clinicId}`);
  return row ?? DEFAULTS;
}

export async function readBookingSettings(reader: Reader): Promise<BookingSettingsView> {
  const { revision, ...settings } = await bookingSettings(reader);
  return { id: reader.actor.clinicId, ...settings, provenance: revision === 0 ? 'design-default' : 'clinic', revision };
}

export async function changeBookingSettings(work: Work, ifMatch: string | undefined, change: BookingSettingsChange): Promise<BookingSettingsView> {
  await work.one(sql`select 1 as locked from clinics where id = ${work.actor.clinicId} for update`);
  const before = await readBookingSettings(work);
  requireMatch(ifMatch, before);
  const { cancellationNoticeHours = before.cancellationNoticeHours, checkInClosesMinutes = before.checkInClosesMinutes, startClosesMinutes = before.startClosesMinutes } = change;
  if (startClosesMinutes !== null && checkInClosesMinutes !== null && startClosesMinutes < checkInClosesMinutes) throw invalid('/startClosesMinutes', 'before-check-in-closes', 'must not be less than checkInClosesMinutes');
  await work.run(sql`
    insert into booking_settings (clinic_id, id, cancellation_notice_hours, check_in_closes_minutes, start_closes_minutes, revision)
    values (${work.actor.clinicId}, ${newId()}, ${cancellationNoticeHours}, ${checkInClosesMinutes}, ${startClosesMinutes}, 1)
    on conflict on constraint booking_settings_clinic_key do update set cancellation_notice_hours = excluded.cancellation_notice_hours,
      check_in_closes_minutes = excluded.check_in_closes_minutes, start_closes_minutes = excluded.start_closes_minutes, revision = booking_settings.revision + 1`);
  const after = await readBookingSettings(work);
  record(work, { action: 'booking-settings.changed', subject: { type: 'clinic', id: work.actor.clinicId }, before, after });
  return after;
}
