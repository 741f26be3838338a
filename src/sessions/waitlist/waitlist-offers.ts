import { record } from '../../audit/index.js';
import { filledIn, readClinic, spokenTime, wordsIn } from '../../clinics/read.js';
import { coveredDates, courseFacts, grantsOf, thresholdCountsUntilMs, type CourseFacts, type Grant, type ThresholdFacts } from '../../courses/read.js';
import { contactOf, REACHED_BY_EMAIL, reachableFrom, type Contact } from '../../patients/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { newId } from '../../platform/kernel/uuid.js';
import { postMail, type Leaving } from '../../platform/outbox/index.js';
import { addDays, dayBounds, freeSlots, instantAt, localDate, place, weekdayOf, type Calendar, type CalendarDevice, type Placement, type PlacementRequest } from '../../scheduling/read.js';
import { bookedDates, calendarAround, nextNumber, placementRequest } from '../course-calendar.js';
import { otherTreatments } from '../other-treatments.js';
import { phaseOf } from '../phases.js';
import { usualMinutes } from '../dose-length.js';
import { habitsOf, preferring } from '../habits.js';
import { kindOf } from '../patients-day.js';
import { todaysThresholds } from '../todays-thresholds.js';
import type { WaitlistEntryView, WaitlistOfferView } from './waitlist.dto.js';
import { WaitlistOffer } from './waitlist.entities.js';
import { changeEntry, closeOffers, readEntry } from './waitlist.service.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Our default: an offer stands for two hours, and a patient needs one hour to come. */
const OFFER_MS = 120 * MINUTE_MS;
const LEAD_MS = 60 * MINUTE_MS;
/** How far ahead a freed time is looked for; further ahead there is no haste. */
const AHEAD_MS = 14 * DAY_MS;

/**
 * Looks after one entry: ends what has expired, lets go of an offer that somebody else has taken, and offers the
 * earliest free time that fits: hours and windows, the patient's spacing, a trained operator, the payer's authorisation, a
 * motor threshold that still counts on that day and belongs to the device and its coil, no hold. What is offered is found by the functions that
 * book it.
 */
export async function tendEntry(work: Work, id: string): Promise<void> {
  const entry = await readEntry(work, id);
  if (entry.status !== 'waiting') return;
  if (Date.parse(entry.expiresAt) <= work.nowMs || (await isBeyondBringingForward(work, entry))) {
    await closeOffers(work, id, 'expired');
    await changeEntry(work, entry, 'expired');
    return;
  }
  const situation = await situationOf(work, entry);
  const open = entry.offers.find(({ status }) => status === 'open');
  if (open) {
    const over = Date.parse(open.expiresAt) <= work.nowMs ? 'expired' : situation && stillFits(situation, open) ? undefined : 'lost';
    if (over === undefined) return;
    await closeOffers(work, id, over);
  }
  const slot = situation && earliest(situation, entry, work.nowMs);
  if (!slot) return;
  const contact = await contactOf(work, entry.patientId);
  if (asleep(contact, work.nowMs)) return;
  await offer(work, entry, slot, contact);
}

/** The session to be brought forward is given up, had or under way: the entry would keep its course from waiting for another. */
async function isBeyondBringingForward(work: Work, { sessionId }: WaitlistEntryView): Promise<boolean> {
  if (!sessionId) return false;
  return (await work.maybe(sql`select 1 as waiting from sessions where clinic_id = ${work.actor.clinicId} and id = ${sessionId} and status in ('scheduled', 'checked-in', 'held')`)) === undefined;
}

/** An offer that nobody may read for hours would keep the time from nobody and end unread. */
const asleep = ({ email, wantsEmail, hours }: Contact, nowMs: number): boolean => email !== null && wantsEmail && Date.parse(reachableFrom(nowMs, hours)) > nowMs;

interface Situation {
  /** With the devices alone on which the session could be given. */
  calendar: Calendar;
  request: PlacementRequest;
  /** A session to be brought forward is not offered a later time. */
  beforeMs: number;
  /** Dates on which a payer has approved a session; undefined where no payer has a say. */
  authorised: ((date: string) => boolean) | undefined;
  /** Until when the motor thresholds count that the treatment would rest on; those that were never measured ask for nothing here. */
  measuredUntilMs: number;
}

/** Undefined while nothing can be offered: the course is not active, held, booked to its end, or the session is no longer booked. */
async function situationOf(work: Work, { courseId, sessionId }: WaitlistEntryView): Promise<Situation | undefined> {
  const { clinicId } = work.actor;
  const course = await courseFacts(work, courseId);
  const session = sessionId
    ? await work.maybe<Waiting>(sql`select starts_at as "startsAt", ends_at as "endsAt", kind, sequence from sessions where clinic_id = ${clinicId} and id = ${sessionId} and status = 'scheduled'`)
    : undefined;
  const { held } = await work.one<{ held: boolean }>(sql`select exists (select 1 from holds where clinic_id = ${clinicId} and course_id = ${courseId} and released_at is null) as held`);
  if (course.status !== 'active' || held || (sessionId && !session)) return undefined;
  const moving = sessionId ? [sessionId] : [];
  const { kind, sequence } = session ?? { kind: 'treatment', sequence: await nextNumber(work, course) };
  if (!session && (sequence ?? 0) > course.sessionsPlanned) return undefined;
  const grants = kind === 'treatment' ? await grantsOf(work, courseId) : [];
  const taken = grants.length === 0 ? [] : await bookedDates(work, courseId, sessionId ?? undefined);
  const minutes = session ? (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / MINUTE_MS : usualMinutes(course, 'treatment');
  const asked = placementRequest(course, sequence === null ? undefined : phaseOf(course.phases, sequence), minutes, {}, await otherTreatments(work, course, ...moving));
  const request = { ...asked, ...preferring(await habitsOf(work, course)) };
  const thresholds = kind === 'treatment' && kindOf(course.modality) === 'pulses' ? (await todaysThresholds(work, course)).flatMap((threshold) => threshold ?? []) : [];
  const calendar = await calendarAround(work, work.nowMs, work.nowMs + AHEAD_MS, moving);
  return {
    calendar: { ...calendar, devices: calendar.devices.filter((device) => thresholds.every((threshold) => countsOn(threshold, device))) },
    request,
    beforeMs: Math.min(work.nowMs + AHEAD_MS, session ? Date.parse(session.startsAt) : Infinity),
    authorised: grants.length === 0 ? undefined : (date) => isCovered(grants, taken, date),
    measuredUntilMs: measuredUntil(course, thresholds),
  };
}

/** Whether one more treatment on that date finds something left, those booked before it having had theirs; it takes nothing from those after it. */
function isCovered(grants: readonly Grant[], booked: readonly string[], date: string): boolean {
  const before = coveredDates(grants, booked).filter(Boolean).length;
  return coveredDates(grants, [...booked, date].sort()).filter(Boolean).length > before;
}

/** What is to be brought forward. */
interface Waiting {
  startsAt: string;
  endsAt: string;
  kind: string;
  sequence: number | null;
}

/** As rule S22 asks at the start, which would want a signature or stop: what is not on record is not compared. */
function countsOn({ deviceId, coilType }: ThresholdFacts, device: CalendarDevice): boolean {
  const sameCoil = coilType === null || (device.coilType ?? null) === null || device.coilType === coilType;
  return sameCoil && (deviceId === null || deviceId === device.id);
}

/** A changed medicine needs no asking: it holds the course. */
const measuredUntil = ({ limits }: CourseFacts, thresholds: readonly ThresholdFacts[]): number => Math.min(Infinity, ...thresholds.map(({ measuredAt }) => thresholdCountsUntilMs(measuredAt, limits)));

function stillFits({ calendar, request, beforeMs, measuredUntilMs }: Situation, { startsAt, deviceId, roomId, operatorId }: WaitlistOfferView): boolean {
  return Date.parse(startsAt) < Math.min(beforeMs, measuredUntilMs) && place(calendar, { ...request, deviceId, roomId, operatorId }, Date.parse(startsAt)).ok;
}

function earliest({ calendar, request, beforeMs, authorised, measuredUntilMs }: Situation, { windows, offers, expiresAt }: WaitlistEntryView, nowMs: number): Placement | undefined {
  const refused = new Set(offers.filter(({ status }) => status === 'declined' || status === 'expired').map(({ startsAt }) => Date.parse(startsAt)));
  const endMs = Math.min(beforeMs, measuredUntilMs, Date.parse(expiresAt));
  for (let date = localDate(nowMs, calendar.zone); dayBounds(date, calendar.zone).startMs < endMs; date = addDays(date, 1)) {
    if (authorised && !authorised(date)) continue;
    const slots = windows
      .filter(({ weekday }) => weekday === undefined || weekday === weekdayOf(date))
      .flatMap(({ from, to }) => {
        const toMs = instantAt(date, to, calendar.zone);
        const window = { fromMs: instantAt(date, from, calendar.zone), toMs: Math.min(toMs, endMs), notBeforeMs: nowMs + LEAD_MS, limit: 100 };
        return freeSlots(calendar, request, window).filter((slot) => slot.endMs <= toMs && !refused.has(slot.startMs));
      });
    const [first] = slots.sort((a, b) => a.startMs - b.startMs);
    if (first) return first;
  }
  return undefined;
}

async function offer(work: Work, entry: WaitlistEntryView, { startMs, endMs, deviceId, roomId, operatorId }: Placement, contact: Contact): Promise<void> {
  const id = newId();
  const expiresAt = toInstant(Math.min(work.nowMs + OFFER_MS, startMs - LEAD_MS / 2, Date.parse(entry.expiresAt)));
  await work.insert(WaitlistOffer, { id, entryId: entry.id, startsAt: toInstant(startMs), endsAt: toInstant(endMs), deviceId, roomId, operatorId, expiresAt, status: 'open', createdAt: work.now });
  record(work, { action: 'waitlist.offered', subject: { type: 'waitlist-entry', id: entry.id }, patientId: entry.patientId, before: entry, after: await readEntry(work, entry.id) });
  await tellPatient(work, contact, id, toInstant(startMs), expiresAt);
}

/** Asked before word of an offer leaves, which may have waited for the mail server: nobody is told of one that is over. */
export async function whereOfferGoes(work: Work, { id }: Leaving): Promise<string | undefined> {
  const found = await work.maybe<{ email: string }>(sql`
    select p.email from waitlist_offers o join waitlist_entries e on e.clinic_id = o.clinic_id and e.id = o.entry_id join patients p on p.clinic_id = e.clinic_id and p.id = e.patient_id
    where o.clinic_id = ${work.actor.clinicId} and o.id = ${id} and o.status = 'open' and o.expires_at > ${work.now} and e.status = 'waiting' and ${REACHED_BY_EMAIL}`);
  return found?.email;
}

/**
 * First name and time alone; whoever wants it calls the clinic, which takes the offer for them. A patient who is not
 * written to is called: the clinic sees the offer.
 */
async function tellPatient(work: Work, { givenName, email, language, wantsEmail }: Contact, offerId: string, startsAt: string, expiresAt: string): Promise<void> {
  if (email === null || !wantsEmail) return;
  const clinic = await readClinic(work);
  const words = wordsIn(language).offer;
  const until = spokenTime(expiresAt, clinic.timeZone, language);
  const places = { givenName, clinic: clinic.name, ...spokenTime(startsAt, clinic.timeZone, language), until: `${until.date}, ${until.time}` };
  await postMail(work, { to: email, subject: filledIn(words.subject, places), text: filledIn(words.text, places), key: `offer/${offerId}`, expiresAt, about: { kind: 'waitlist-offer', id: offerId } });
}
