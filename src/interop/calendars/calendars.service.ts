import { record } from '../../audit/index.js';
import { filledIn, readClinic, wordsIn } from '../../clinics/read.js';
import { readStaff } from '../../identity/index.js';
import type { Merged } from '../../patients/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { notFound } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { digestOf, randomSecret } from '../../platform/secrets/secret.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { feedOf, type Appointment } from '../appointment-calendar.js';
import { CalendarFeed, type FeedKind } from './calendar-feed.entity.js';
import type { CalendarFeedQuery, CalendarFeedView, NewCalendarFeed } from './calendars.dto.js';

/** How far a feed looks back and ahead, days: last month's changes, and any course that is planned. */
const BACK_DAYS = 31;
const AHEAD_DAYS = 400;
const VIEW = sql`id, kind, subject_id as "subjectId", created_at as "createdAt", created_by as "createdBy", revoked_at as "revokedAt"`;

/** Makes a secret link. The secret is in the answer alone; what is kept is its digest. */
export async function issueFeed(work: Work, { kind, subjectId }: NewCalendarFeed, createdBy: string): Promise<CalendarFeedView & { token: string }> {
  await subjectOf(work, kind, subjectId);
  const id = newId();
  const secret = randomSecret();
  await work.insert(CalendarFeed, { id, kind, subjectId, secretHash: digestOf(secret), createdAt: work.now, createdBy, revokedAt: null });
  const view = await readFeed(work, id);
  record(work, { action: 'calendar-feed.issued', subject: { type: 'calendar-feed', id }, after: view, ...(kind === 'patient' && { patientId: subjectId }) });
  // The clinic is in the link because a request without a login has no other way to say whose it is.
  return { ...view, token: `${work.actor.clinicId.replaceAll('-', '')}-${secret}` };
}

export function readFeed(reader: Reader, id: string): Promise<CalendarFeedView> {
  return reader.one<CalendarFeedView>(sql`select ${VIEW} from calendar_feeds where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export async function listFeeds(reader: Reader, query: CalendarFeedQuery): Promise<Page<CalendarFeedView>> {
  const [after = null] = cursorKey(query, [(member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<CalendarFeedView>(sql`
    select ${VIEW} from calendar_feeds where clinic_id = ${reader.actor.clinicId}
      and (${query.subjectId ?? null}::uuid is null or subject_id = ${query.subjectId ?? null}::uuid) and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** The link answers 404 from now on. */
export async function revokeFeed(work: Work, id: string): Promise<void> {
  const before = await readFeed(work, id);
  if (before.revokedAt !== null) return;
  await work.update(CalendarFeed, id, { revokedAt: work.now });
  record(work, { action: 'calendar-feed.revoked', subject: { type: 'calendar-feed', id }, before, after: await readFeed(work, id), ...(before.kind === 'patient' && { patientId: before.subjectId }) });
}

/** Whose clinic a link belongs to and what its secret is; undefined for what cannot be a link of ours. */
export function linkParts(token: string): { clinicId: string; secret: string } | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-([\w-]{43})$/.exec(token);
  return parts ? { clinicId: parts.slice(1, 6).join('-'), secret: parts[6] ?? '' } : undefined;
}

/** A link that a patient was given goes on telling of the same person's appointments. */
export async function moveFeeds(work: Work, { goneId, patientId }: Merged): Promise<void> {
  await work.run(sql`update calendar_feeds set subject_id = ${patientId} where clinic_id = ${work.actor.clinicId} and kind = 'patient' and subject_id = ${goneId}`);
}

/** The calendar behind a link, as iCalendar text. @throws Refusal 404 for a secret that is unknown or revoked */
export async function calendarBehind(reader: Reader, secret: string): Promise<string> {
  const { clinicId } = reader.actor;
  const feed = await reader.one<{ kind: FeedKind; subjectId: string }>(sql`
    select kind, subject_id as "subjectId" from calendar_feeds where clinic_id = ${clinicId} and secret_hash = ${digestOf(secret)} and revoked_at is null`);
  const clinic = await readClinic(reader);
  const { name, language } = await subjectOf(reader, feed.kind, feed.subjectId);
  const of = { staff: sql`s.operator_id`, device: sql`s.device_id`, patient: sql`s.patient_id` }[feed.kind];
  const rows = await reader.many<Omit<Appointment, 'title' | 'place'> & { room: string; device: string }>(sql`
    select s.id, s.revision, s.status in ('cancelled', 'no-show') as cancelled, s.starts_at as "startsAt", s.ends_at as "endsAt", s.created_at as "createdAt", coalesce(s.revised_at, s.created_at) as "revisedAt", r.name as room, d.name as device
    from sessions s join rooms r on r.clinic_id = s.clinic_id and r.id = s.room_id join devices d on d.clinic_id = s.clinic_id and d.id = s.device_id
    where s.clinic_id = ${clinicId} and ${of} = ${feed.subjectId}
      and s.starts_at between ${reader.now}::timestamptz - make_interval(days => ${BACK_DAYS}) and ${reader.now}::timestamptz + make_interval(days => ${AHEAD_DAYS})
    order by s.starts_at, s.id`);
  const title = filledIn(wordsIn(language).appointment, { clinic: clinic.name });
  const appointments = rows.map(({ room, device, ...row }) => (feed.kind === 'patient' ? { ...row, title, place: room } : { ...row, title: `Session · ${device}`, place: room }));
  return feedOf(feed.kind === 'patient' ? clinic.name : `${name} · ${clinic.name}`, clinic.timeZone, appointments);
}

/** Whoever a feed is about, as long as they are still of this clinic. @throws Refusal 404 */
async function subjectOf(reader: Reader, kind: FeedKind, id: string): Promise<{ name: string; language: string | null }> {
  const { clinicId } = reader.actor;
  if (kind === 'staff') {
    const member = await readStaff(reader, id);
    if (!member.active) throw notFound();
    return { name: member.displayName, language: null };
  }
  return kind === 'device'
    ? reader.one(sql`select name, null as language from devices where clinic_id = ${clinicId} and id = ${id}`)
    : reader.one(sql`select given_name as name, preferred_language as language from patients where clinic_id = ${clinicId} and id = ${id} and archived_at is null`);
}
