import { DateOnly, Described, Flag, Instant, NestedList, OneOf, Text, Texts, Uuid, WallTime, Whole, Wholes } from '../platform/http/fields.js';
import { FromText } from '../platform/http/paging.js';
import { SessionView, SessionWarning } from './session.dto.js';
import { SESSION_KINDS } from './session.entity.js';

export class Window {
  @Whole({ optional: true, minimum: 1, maximum: 7, description: 'Every weekday unless told.' }) weekday?: number;
  @WallTime() from: string;
  @WallTime({ example: '12:00' }) to: string;
}

export class SeriesRequest {
  @DateOnly() startDate: string;
  @Wholes({ optional: true, minimum: 1, maximum: 7, minimumItems: 1, maximumItems: 7, description: 'ISO weekdays; every open day unless told.' }) weekdays?: number[];
  @Texts({ minimumItems: 1, maximumItems: 50, maximum: 5, pattern: /^([01]\d|2[0-3]):[0-5]\d$/, description: 'Wall-clock times in order of preference.', example: ['09:00'] }) preferredTimes: string[];
  @NestedList(() => Window, { optional: true, maximumItems: 50 }) windows?: Window[];
  @OneOf(['all-or-nothing', 'skip', 'nearest'], { description: 'What to do where no preferred time works.' }) policy: 'all-or-nothing' | 'skip' | 'nearest';
  @Uuid({ optional: true }) deviceId?: string;
  @Uuid({ optional: true }) operatorId?: string;
  @Uuid({ optional: true }) roomId?: string;
  @Uuid({ optional: true, description: 'Tried first, without being insisted on; unless told, the operator that the course is used to.' }) preferredOperatorId?: string;
  @Flag({ optional: true, description: 'Plan only: nothing is booked.' }) dryRun?: boolean;
}

export class UnplacedSession {
  @Whole() sequence: number;
  @DateOnly() date: string;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { description: 'Every reason why it does not work: {code, message, conflicts?}.' }) reasons: object[];
  @Described({ type: 'array', items: { type: 'string', format: 'date-time' } }, { description: 'The nearest times that would work.' }) nearest: string[];
}

export class PlannedSession {
  @Whole() sequence: number;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
}

export class SeriesAnswer {
  @Described({ type: 'array', items: { anyOf: [{ $ref: '#/components/schemas/SessionView' }, { $ref: '#/components/schemas/PlannedSession' }] } }, { description: 'Booked sessions; for a dry run, where they would be.' }) sessions: (SessionView | PlannedSession)[];
  @NestedList(() => UnplacedSession) unplaced: UnplacedSession[];
  @NestedList(() => SessionWarning) warnings: SessionWarning[];
}

const QUERY_WINDOWS = /^([1-7]@)?([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d(,([1-7]@)?([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)*$/;

export class AvailabilityQuery {
  @Uuid({ optional: true, description: 'Takes duration, modality, gaps and patient from the course.' }) courseId?: string;
  @OneOf(SESSION_KINDS, { optional: true, description: 'With a course: what for; a treatment unless told. Visits in which nothing is given keep no gap and fill no day.' }) kind?: 'mapping' | 'treatment' | 'follow-up';
  @FromText() @Whole({ optional: true, minimum: 5, maximum: 240, description: 'Of a course’s treatment never less than its dose takes.' }) durationMinutes?: number;
  @Text({ optional: true, maximum: 40 }) modality?: string;
  @Instant() from: string;
  @Instant() to: string;
  @Uuid({ optional: true }) deviceId?: string;
  @Uuid({ optional: true }) operatorId?: string;
  @OneOf(['time', 'preference'], { optional: true, description: 'In order of time unless told. By preference: on the device of the motor threshold, at the wanted time of day, with the wanted operator, then the earliest.' }) order?: 'time' | 'preference';
  @WallTime({ optional: true, description: 'The wanted time of day; with a course, that of most of its sessions unless told.' }) preferredTime?: string;
  @Uuid({ optional: true, description: 'Tried first; with a course, the operator of most of its sessions unless told.' }) preferredOperatorId?: string;
  @Text({ optional: true, maximum: 500, pattern: QUERY_WINDOWS, example: '1@09:00-12:00,14:00-16:00', description: 'Only within these hours: weekday (1 to 7) and hours, or hours of every weekday, separated by commas.' }) windows?: string;
  @FromText() @Whole({ optional: true, minimum: 1, maximum: 500, description: 'How many at most; 200 unless told.' }) limit?: number;
  @Text({ optional: true, maximum: 500, description: 'The `nextCursor` of the answer before.' }) cursor?: string;
}

export class Slot {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
}

/** A session that was given up, and where it can be made up for. */
export class GivenUpSession extends SessionView {
  @NestedList(() => Slot, { description: 'The best time of each of the nearest days, by what the course is used to; book one as it stands.' }) makeUp: Slot[];
}

export class MakeUpQuery {
  @FromText() @Whole({ optional: true, minimum: 1, maximum: 20, description: 'How many days at most; 5 unless told.' }) limit?: number;
}

export class MakeUpAnswer {
  @NestedList(() => Slot) slots: Slot[];
}

export class AvailabilityAnswer {
  @NestedList(() => Slot, { maximumItems: 500 }) slots: Slot[];
  @Text({ nullable: true, maximum: 500 }) nextCursor: string | null;
}
