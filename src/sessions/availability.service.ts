import { courseFacts } from '../courses/read.js';
import { toInstant } from '../platform/clock/clock.js';
import type { Reader } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { cursorKey, pageFrom } from '../platform/http/paging.js';
import { byPreference, compareRanks, freeSlots, rankOf, type Placement, type PlacementRequest, type Preference, type Rank, type WantedWindow } from '../scheduling/read.js';
import { calendarAround, nextNumber, placementRequest, refuseUnknownWishes } from './course-calendar.js';
import { otherTreatments } from './other-treatments.js';
import { phaseOf } from './phases.js';
import { minutesToBook } from './dose-length.js';
import { habitsOf, preferring } from './habits.js';
import type { AvailabilityAnswer, AvailabilityQuery, Slot } from './series.dto.js';

const DAY_MS = 86_400_000;
const MAXIMUM_WINDOW_MS = 92 * DAY_MS;
const DEFAULT_LIMIT = 200;

const isNumber = (member: unknown): boolean => typeof member === 'number' && Number.isFinite(member);

/** Free times with their device, room and operator, a page of them; what is listed here can be booked as it stands. */
export async function availability(reader: Reader, query: AvailabilityQuery): Promise<AvailabilityAnswer> {
  const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to)];
  if (toMs <= fromMs) throw invalid('/to', 'ends-before-it-begins', 'must be later than from');
  if (toMs - fromMs > MAXIMUM_WINDOW_MS) throw invalid('/to', 'too-long', 'must be within 92 days of from');
  if (!query.courseId && query.durationMinutes === undefined) throw invalid('/durationMinutes', 'required', 'is required without courseId');
  const after = cursorKey(query, [isNumber, isNumber, isNumber, isNumber]) as Rank | undefined;
  const { request, preference } = await requestOf(reader, query);
  const calendar = await calendarAround(reader, fromMs, toMs);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const byTime = query.order !== 'preference';
  const rank = (slot: Placement): Rank => (byTime ? [0, 0, 0, slot.startMs] : rankOf(calendar, preference, slot));
  const window = { fromMs: byTime && after ? Math.max(fromMs, after[3] + 1) : fromMs, toMs, notBeforeMs: reader.nowMs, limit: byTime ? limit + 1 : Infinity };
  const found = freeSlots(calendar, request, window);
  const slots = byTime ? found : byPreference(calendar, preference, found).filter((slot) => !after || compareRanks(rank(slot), after) > 0);
  const { items, nextCursor } = pageFrom(slots.slice(0, limit + 1), { limit }, rank, slotView);
  return { slots: items, nextCursor };
}

export const slotView = ({ startMs, endMs, deviceId, roomId, operatorId }: Placement): Slot => ({ startsAt: toInstant(startMs), endsAt: toInstant(endMs), deviceId, roomId, operatorId });

async function requestOf(reader: Reader, query: AvailabilityQuery): Promise<{ request: PlacementRequest; preference: Preference }> {
  const { deviceId, operatorId, preferredOperatorId, preferredTime, kind = 'treatment' } = query;
  await refuseUnknownWishes(reader, { deviceId, operatorId });
  await refuseUnknownWishes(reader, { operatorId: preferredOperatorId });
  const windows = windowsOf(query.windows);
  const course = query.courseId ? await courseFacts(reader, query.courseId) : undefined;
  const habits = course ? await habitsOf(reader, course) : { times: [] };
  const preference = { ...habits, ...(preferredTime !== undefined && { times: [preferredTime] }), ...(preferredOperatorId !== undefined && { operatorId: preferredOperatorId }) };
  const asked = course
    ? placementRequest(course, kind === 'treatment' ? phaseOf(course.phases, await nextNumber(reader, course)) : undefined, minutesToBook(course, kind, query.durationMinutes), { deviceId, operatorId }, await otherTreatments(reader, course))
    // Nobody is named whose other sessions would count.
    : { modality: query.modality, durationMinutes: query.durationMinutes ?? 0, minimumGapMinutes: 0, maximumPerDay: 1, deviceId, operatorId };
  return { request: { ...asked, ...preferring(preference), windows }, preference };
}

/** `1@09:00-12:00,14:00-16:00`: Monday from nine to twelve, and every day from two to four. */
function windowsOf(text: string | undefined): WantedWindow[] {
  return (text?.split(',') ?? []).map((part) => {
    const [hours = '', weekday] = part.split('@').reverse();
    const [from = '', to = ''] = hours.split('-');
    if (to <= from) throw invalid('/windows', 'ends-before-it-begins', 'must each end later than they begin');
    return { from, to, ...(weekday !== undefined && { weekday: Number(weekday) }) };
  });
}
