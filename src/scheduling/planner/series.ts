import { Busy, type Calendar } from './calendar.js';
import { CourseAttempt } from './course-attempt.js';
import { planDays, sessionsOn, COURSE_HORIZON_DAYS, type PlannedDay } from './day-plan.js';
import type { SeriesPlan, SeriesRequest, UnplacedSession } from './series-request.js';

/** Whose claims stand for the patient where the caller names none: the course must not overlap itself either way. */
const NOBODY_NAMED = 'the patient of this course';

/**
 * Plans a whole course: on one device when that can be (the motor threshold belongs to the device), the preferred one if
 * it places as many as any; at the preferred times and with the same operator as far as possible. Every planned session
 * is in `placed` or in `unplaced`. Deterministic: the same calendar and request give the same plan.
 */
export function planSeries(calendar: Calendar, request: SeriesRequest): SeriesPlan {
  const course = { ...request, patientId: request.patientId ?? NOBODY_NAMED, weekdays: weekdaysOf(request) };
  const days = planDays(calendar, request.phases, request.startDate, course.weekdays, request.sessionsPerDate);
  const busy = new Busy(calendar.claims);
  const attempt = (changes: Partial<SeriesRequest>): CourseAttempt => new CourseAttempt(calendar, busy.copy(), { ...course, ...changes }, days);

  const single = onOneDevice(suitableDevices(calendar, request), request.preferredDeviceId, (deviceId) => attempt({ deviceId }));
  const chosen = single?.leftOut.length === 0 ? single : moreComplete(single, attempt({ preferredDeviceId: single?.placed[0]?.deviceId ?? request.preferredDeviceId }));
  const beyond = beyondTheHorizon(request, days);
  return { placed: chosen.placed, unplaced: [...chosen.unplaced(), ...beyond], warnings: warningsOf(chosen, beyond) };
}

/** The weekdays on which the patient can come, by days and by hours. */
function weekdaysOf({ weekdays, windows = [] }: SeriesRequest): readonly number[] | undefined {
  const ofWindows = windows.flatMap(({ weekday }) => (weekday === undefined ? [] : [weekday]));
  if (windows.length === 0 || ofWindows.length < windows.length) return weekdays;
  return weekdays ? weekdays.filter((weekday) => ofWindows.includes(weekday)) : ofWindows;
}

function suitableDevices(calendar: Calendar, { deviceId, modality, preferredDeviceId }: SeriesRequest): string[] {
  const ids = calendar.devices
    .filter(({ id, inService, modalities }) => inService && (deviceId === undefined || id === deviceId) && (modality === undefined || modalities.includes(modality)))
    .map(({ id }) => id);
  return preferredDeviceId !== undefined && ids.includes(preferredDeviceId) ? [preferredDeviceId, ...ids.filter((id) => id !== preferredDeviceId)] : ids;
}

/** The device that places most; of equals the preferred one, then the closest to the preferred times, then the first. */
function onOneDevice(deviceIds: readonly string[], preferredDeviceId: string | undefined, attemptOn: (deviceId: string) => CourseAttempt): CourseAttempt | undefined {
  const attempts: { attempt: CourseAttempt; rank: readonly number[] }[] = [];
  for (const deviceId of deviceIds) {
    const attempt = attemptOn(deviceId);
    const rank = [attempt.leftOut.length, deviceId === preferredDeviceId ? 0 : 1, attempt.driftMs];
    attempts.push({ attempt, rank });
    if (attempt.leftOut.length === 0 && (deviceId === preferredDeviceId || attempt.driftMs === 0)) break;
  }
  return attempts.sort((a, b) => compared(a.rank, b.rank))[0]?.attempt;
}

function compared(some: readonly number[], others: readonly number[]): number {
  return some.map((value, index) => value - (others[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

const moreComplete = (single: CourseAttempt | undefined, several: CourseAttempt): CourseAttempt => (single && single.placed.length >= several.placed.length ? single : several);

/** The last sessions of a course for which no open day was found. */
function beyondTheHorizon({ phases, startDate }: SeriesRequest, days: readonly PlannedDay[]): UnplacedSession[] {
  const planned = sessionsOn(days);
  const all = phases.reduce((sum, { sessions }) => sum + sessions, 0);
  const message = `No day on which the clinic is open and the patient can come is left within ${COURSE_HORIZON_DAYS} days.`;
  return Array.from({ length: all - planned }, (_unused, index) => ({
    sequence: planned + index + 1,
    date: days.at(-1)?.date ?? startDate,
    reasons: [{ code: 'clinic-closed' as const, message }],
    nearest: [],
  }));
}

function warningsOf({ placed }: CourseAttempt, beyond: readonly UnplacedSession[]): SeriesPlan['warnings'] {
  const devices = new Set(placed.map(({ deviceId }) => deviceId));
  return [
    ...(devices.size > 1 ? [{ code: 'several-devices' as const, message: 'The course does not fit on one device; the motor threshold has to be measured on each.' }] : []),
    ...(beyond.length > 0 ? [{ code: 'no-open-days' as const, message: `${beyond.length} sessions find no open day within reach.` }] : []),
  ];
}
