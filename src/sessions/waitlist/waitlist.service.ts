import { onlyOpenRecords, record, seen } from '../../audit/index.js';
import { openHolds } from '../../courses/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { conflict, invalid, wrongState } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { bookSession, lockSession, rescheduleSession } from '../booking.service.js';
import { bookableCourse, openNumbers } from '../course-calendar.js';
import type { SessionView } from '../session.dto.js';
import type { Sight } from '../../identity/read.js';
import type { NewWaitlistEntry, WaitlistEntryView, WaitlistOfferView, WaitlistQuery } from './waitlist.dto.js';
import { WaitlistEntry, WaitlistOffer, type OfferStatus, type WaitlistStatus } from './waitlist.entities.js';

const DAY_MS = 86_400_000;
const LONGEST_WAIT_MS = 92 * DAY_MS;

declareConstraints({
  waitlist_entries_one_waiting: () => conflict('already-waiting', 'The course is on the waitlist already.'),
});

const VIEW = sql`e.id, e.course_id as "courseId", e.patient_id as "patientId", e.session_id as "sessionId", e.windows, e.expires_at as "expiresAt", e.status, e.created_at as "createdAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'startsAt', iso(o.starts_at), 'endsAt', iso(o.ends_at), 'deviceId', o.device_id, 'roomId', o.room_id,
      'operatorId', o.operator_id, 'expiresAt', iso(o.expires_at), 'status', o.status) order by o.id desc)
    from waitlist_offers o where o.clinic_id = e.clinic_id and o.entry_id = e.id), '[]') as offers`;

export function readEntry(reader: Reader, id: string): Promise<WaitlistEntryView> {
  return reader.one<WaitlistEntryView>(sql`select ${VIEW} from waitlist_entries e where e.clinic_id = ${reader.actor.clinicId} and e.id = ${id}`);
}

export async function lookAtEntry(work: Work, id: string): Promise<WaitlistEntryView> {
  const view = await readEntry(work, id);
  seen(work, { action: 'waitlist.read', subject: { type: 'waitlist-entry', id }, patientId: view.patientId });
  return view;
}

/** Whoever has waited longest comes first. */
export async function listEntries(reader: Reader, query: WaitlistQuery): Promise<Page<WaitlistEntryView>> {
  const [after = null] = cursorKey(query, [(member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<WaitlistEntryView>(sql`
    select ${VIEW} from waitlist_entries e where e.clinic_id = ${reader.actor.clinicId} ${await onlyOpenRecords(reader, sql`e.patient_id`)}
      and (${query.status ?? null}::text is null or e.status = ${query.status ?? null}) and (${after}::uuid is null or e.id > ${after}::uuid)
    order by e.id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** Puts a course on the waitlist. @throws Refusal 409 `already-waiting`, `course-not-active`; 404 for a session of another course */
export async function enterWaitlist(work: Work, { courseId, sessionId, windows, expiresAt }: NewWaitlistEntry): Promise<WaitlistEntryView> {
  const { patientId } = await bookableCourse(work, courseId);
  if (Date.parse(expiresAt) <= work.nowMs) throw invalid('/expiresAt', 'in-the-past', 'must be in the future');
  if (Date.parse(expiresAt) > work.nowMs + LONGEST_WAIT_MS) throw invalid('/expiresAt', 'too-far-ahead', 'must be within 92 days');
  const empty = windows.findIndex(({ from, to }) => to <= from);
  if (empty >= 0) throw invalid(`/windows/${empty}/to`, 'ends-before-it-begins', 'must be later than from');
  if (sessionId) {
    const { status } = await work.one<{ status: string }>(sql`select status from sessions where clinic_id = ${work.actor.clinicId} and id = ${sessionId} and course_id = ${courseId}`);
    if (status !== 'scheduled') throw wrongState('session', status, 'brought forward');
  }
  const id = newId();
  await work.insert(WaitlistEntry, { id, courseId, patientId, sessionId: sessionId ?? null, windows, expiresAt, status: 'waiting', createdAt: work.now });
  const after = await readEntry(work, id);
  record(work, { action: 'waitlist.entered', subject: { type: 'waitlist-entry', id }, patientId, after });
  return after;
}

export async function withdrawEntry(work: Work, id: string): Promise<WaitlistEntryView> {
  const before = await lockEntry(work, id);
  if (before.status !== 'waiting') throw wrongState('waitlist entry', before.status, 'withdrawn');
  await closeOffers(work, id, 'declined');
  return changeEntry(work, before, 'withdrawn');
}

/**
 * Takes an offer: the session is booked, or brought forward, as anybody would do it by hand, so nothing can be taken
 * twice. @throws Refusal 409 `offer-over` when it is answered, lost or expired; the clash when somebody was faster
 */
export async function acceptOffer(work: Work, id: string, offerId: string, sight: Sight): Promise<SessionView> {
  const entry = await lockEntry(work, id);
  const { startsAt, deviceId, roomId, operatorId } = openOffer(work, entry, offerId);
  const place = { startsAt, deviceId, roomId, operatorId };
  if (entry.sessionId) await refuseLater(work, entry.sessionId, startsAt);
  await refuseOvertaken(work, entry);
  const session = entry.sessionId
    ? await rescheduleSession(work, entry.sessionId, { ...place, reason: 'An earlier time from the waitlist.' }, sight)
    : await bookSession(work, { ...place, courseId: entry.courseId, kind: 'treatment' }, sight);
  await work.update(WaitlistOffer, offerId, { status: 'accepted' });
  await changeEntry(work, entry, 'booked');
  return session;
}

/** Since the offer was made the course may have been held, or booked to its end: then nothing would be offered any more. */
async function refuseOvertaken(work: Work, { courseId, sessionId }: WaitlistEntryView): Promise<void> {
  const course = await bookableCourse(work, courseId);
  if ((await openHolds(work, courseId)).length > 0) throw conflict('offer-over', 'The course is on hold since; a clinician has to answer first.');
  if (!sessionId && (await openNumbers(work, course)).length === 0) throw conflict('offer-over', 'Every session that the course prescribes is booked since.');
}

/** Since the offer was made the session may have been moved by hand, to an earlier time or into none. */
async function refuseLater(work: Work, sessionId: string, startsAt: string): Promise<void> {
  const session = await lockSession(work, sessionId);
  if (session.status !== 'scheduled' || session.startsAt <= startsAt) throw conflict('offer-over', 'The session is given up, or booked as early already.');
}

/** The offer is not made again; the entry waits for another. */
export async function declineOffer(work: Work, id: string, offerId: string): Promise<WaitlistEntryView> {
  const entry = await lockEntry(work, id);
  openOffer(work, entry, offerId);
  await work.update(WaitlistOffer, offerId, { status: 'declined' });
  const after = await readEntry(work, id);
  record(work, { action: 'waitlist.offer-declined', subject: { type: 'waitlist-entry', id }, patientId: entry.patientId, before: entry, after });
  return after;
}

export async function changeEntry(work: Work, before: WaitlistEntryView, status: WaitlistStatus): Promise<WaitlistEntryView> {
  await work.update(WaitlistEntry, before.id, { status });
  const after = await readEntry(work, before.id);
  record(work, { action: `waitlist.${status}`, subject: { type: 'waitlist-entry', id: before.id }, patientId: before.patientId, before, after });
  return after;
}

export async function closeOffers(work: Work, entryId: string, status: OfferStatus): Promise<void> {
  await work.run(sql`update waitlist_offers set status = ${status} where clinic_id = ${work.actor.clinicId} and entry_id = ${entryId} and status = 'open'`);
}

export async function lockEntry(work: Work, id: string): Promise<WaitlistEntryView> {
  await work.one(sql`select 1 as locked from waitlist_entries where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  return readEntry(work, id);
}

function openOffer(work: Work, entry: WaitlistEntryView, offerId: string): WaitlistOfferView {
  const offer = entry.offers.find(({ id }) => id === offerId);
  if (!offer || offer.status !== 'open' || Date.parse(offer.expiresAt) <= work.nowMs) {
    throw conflict('offer-over', `The offer is ${offer?.status === 'open' ? 'expired' : (offer?.status ?? 'not of this entry')}.`);
  }
  return offer;
}
