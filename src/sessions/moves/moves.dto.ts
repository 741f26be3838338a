import { DateOnly, Described, Flag, Instant, Nested, NestedList, OneOf, Text, Texts, Uuid, Whole, Wholes } from '../../platform/http/fields.js';
import { Window } from '../series.dto.js';
import { SessionWarning } from '../session.dto.js';

export class Place {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
}

export class Moved {
  @Uuid() sessionId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Nested(() => Place) from: Place;
  @Nested(() => Place) to: Place;
}

export class Stuck {
  @Uuid() sessionId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Nested(() => Place) from: Place;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { description: 'Why it cannot stay, and finds no other place: {code, message, conflicts?}.' }) reasons: object[];
}

export class LeftAlone {
  @Uuid() sessionId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Nested(() => Place) place: Place;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { description: 'Why it stays: {code, message}; `under-way`, `over` where its time is over and nobody has said yet what became of it; `later-part` where another part of the plan, after a session that is given or under way, loses its place.' }) reasons: object[];
}

export class ReplanRequest {
  @Uuid({ optional: true, description: 'A device that cannot be used from `from` to `to`; a downtime is entered for it. Without both, one that is out of service already.' }) deviceId?: string;
  @Uuid({ optional: true, description: 'An operator who is away from `from` to `to`; an absence is entered. Without both, what is booked with one who left, or lost a competence or a shift for it.' }) operatorId?: string;
  @Uuid({ optional: true, description: 'A closure of the clinic that stands already.' }) closureId?: string;
  @Flag({ optional: true, description: 'Everything that begins from `from` to `to` (92 days at most) and could not be booked any more where it stands: hours, holidays, shifts, competences, devices, rooms or the gaps between sessions have changed under it, or its day holds more of its patient than the course gives.' }) misplaced?: boolean;
  @Instant({ optional: true }) from?: string;
  @Instant({ optional: true }) to?: string;
  @Text({ maximum: 500 }) reason: string;
  @Flag({ optional: true, description: 'Later on the same device rather than at once on another: the motor threshold belongs to the device.' }) keepDevice?: boolean;
  @OneOf(['refuse', 'cancel'], { optional: true, description: 'What becomes of sessions that find no other place; the whole call is refused unless told.' }) unplaceable?: 'refuse' | 'cancel';
  @Flag({ optional: true, description: 'Only tell what would become of them.' }) dryRun?: boolean;
}

export class Replanned extends Moved {
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { optional: true, description: 'Why it could not stay, where the cause does not say so: {code, message}.' }) reasons?: object[];
}

export class ReplanAnswer {
  @Whole({ description: 'Sessions that cannot stay where they are, and can be moved or given up: `moved` and `stuck`.' }) affected: number;
  @NestedList(() => Replanned) moved: Replanned[];
  @NestedList(() => Stuck, { description: 'Found no other place: cancelled when that was asked for.' }) stuck: Stuck[];
  @NestedList(() => LeftAlone, { description: 'Touched, and left as they are: in progress, over, or given with a part of the plan still to come. A downtime or an absence is entered all the same: nothing else begins in it, and the time of these stays theirs.' }) leftAlone: LeftAlone[];
  @Texts({ maximumItems: 2000, maximum: 36, description: 'Reservations of that device or operator: their time is given back.' }) reservations: string[];
  @NestedList(() => SessionWarning) warnings: SessionWarning[];
}

export class CourseMove {
  @Uuid({ optional: true, description: 'This session and all that follow; every one that is still to come unless told.' }) fromSessionId?: string;
  @DateOnly({ description: 'The earliest day of the first of them.' }) startDate: string;
  @Wholes({ optional: true, minimum: 1, maximum: 7, minimumItems: 1, maximumItems: 7 }) weekdays?: number[];
  @Texts({ minimumItems: 1, maximumItems: 50, maximum: 5, pattern: /^([01]\d|2[0-3]):[0-5]\d$/, example: ['14:00'], description: 'Wall-clock times in order of preference.' }) preferredTimes: string[];
  @NestedList(() => Window, { optional: true, maximumItems: 50 }) windows?: Window[];
  @OneOf(['all-or-nothing', 'nearest'], { description: 'Where no preferred time works: refuse, or take the nearest free time.' }) policy: 'all-or-nothing' | 'nearest';
  @Uuid({ optional: true }) deviceId?: string;
  @Uuid({ optional: true }) operatorId?: string;
  @Uuid({ optional: true }) roomId?: string;
  @Text({ maximum: 500 }) reason: string;
  @Flag({ optional: true }) dryRun?: boolean;
}

export class CourseMoveAnswer {
  @NestedList(() => Moved) moved: Moved[];
  @NestedList(() => SessionWarning) warnings: SessionWarning[];
}
