/**
 * Where sessions can stand: intervals, wall clocks, calendars, free slots, whole series.
 *
 * Pure: calendars and claims in, placements and reasons out; no clock, no database. The same functions answer what is
 * free and decide where a booking goes, so the two cannot disagree. The planner proposes; the database has the last word.
 */
export { closureOn, openIntervals, ruleOn, type Calendar, type CalendarDevice, type CalendarOperator, type Claim, type Competence, type OpeningTimes, type ResourceKind } from './calendar.js';
export { planDays, COURSE_HORIZON_DAYS, type PlannedDay, type SeriesPhase } from './day-plan.js';
export { intersect, merge, overlaps, subtract, totalMs, type Interval } from './intervals.js';
export { misplaced, type Standing } from './misplaced.js';
export { byPreference, compareRanks, nearestDays, rankOf, type Preference, type Rank } from './preference.js';
export { claimsOf, place, type Placed, type Placement } from './placement.js';
export type { Neighbour, PlacementRequest, WantedWindow } from './placement-request.js';
export type { Conflict, Reason, ReasonCode } from './reasons.js';
export { replan, type Displaced, type Replanned } from './replan.js';
export { isQualified } from './resource-choice.js';
export { planSeries } from './series.js';
export type { PlacedSession, SeriesPlan, SeriesRequest, UnplacedSession } from './series-request.js';
export { tooNear } from './spacing.js';
export { freeSlots, gridStarts } from './slots.js';
export { addDays, dayBounds, instantAt, localDate, wallTimeOf, weekdayOf } from './wall-clock.js';
export { blocksAround, reachOf, type PlacedBlock, type SideBlock } from './side-blocks.js';
