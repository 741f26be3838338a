import { DateOnly, Described, Flag, Instant, NestedList, OneOf, Text, Texts, Uuid, WallTime, Whole, Wholes } from '../platform/http/fields.js';
import { FromText } from '../platform/http/paging.js';
import { SessionView, SessionWarning } from './session.dto.js';

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

export class AvailabilityQuery {
  @Uuid({ optional: true, description: 'Takes duration, modality, gaps and patient from the course.' }) courseId?: string;
  @FromText() @Whole({ optional: true, minimum: 5, maximum: 240 }) durationMinutes?: number;
  @Text({ optional: true, maximum: 40 }) modality?: string;
  @Instant() from: string;
  @Instant() to: string;
  @Uuid({ optional: true }) deviceId?: string;
  @Uuid({ optional: true }) operatorId?: string;
  @FromText() @Whole({ optional: true, minimum: 1, maximum: 500, description: 'How many at most; 200 unless told.' }) limit?: number;
}

export class Slot {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
}

export class AvailabilityAnswer {
  @NestedList(() => Slot) slots: Slot[];
}
