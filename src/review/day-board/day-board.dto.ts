import { DateOnly, Decimal, Flag, Instant, Nested, NestedList, Text, Texts, Uuid, Whole } from '../../platform/http/fields.js';

export class DayBoardQuery {
  @DateOnly({ description: 'A day of the clinic’s own calendar.' }) date: string;
  @Text({ optional: true, maximum: 18, pattern: /^\d{1,18}$/, description: 'The `cursor` of an earlier answer: only the sessions that were changed since.' }) since?: string;
}

export class WeekBoardQuery {
  @DateOnly({ description: 'The first of the seven days.' }) from: string;
}

export class BoardPatient {
  @Uuid() id: string;
  @Text() mrn: string;
  @Text() givenName: string;
  @Text() familyName: string;
}

export class BoardNamed {
  @Uuid() id: string;
  @Text({ maximum: 400 }) name: string;
}

export class BoardSession {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Text() kind: string;
  @Whole({ nullable: true }) sequence: number | null;
  @Text() status: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Flag({ description: 'It shares an operator or a room with another session, by permission.' }) overlaps: boolean;
  @Nested(() => BoardPatient) patient: BoardPatient;
  @Nested(() => BoardNamed) device: BoardNamed;
  @Nested(() => BoardNamed) room: BoardNamed;
  @Nested(() => BoardNamed) operator: BoardNamed;
  @Nested(() => BoardNamed, { optional: true, description: 'Absent for the front desk.' }) protocol?: BoardNamed;
  @Texts({ description: 'What is due: motor-threshold, sign-off, hold, authorisation, assessment.' }) due: string[];
}

export class BoardGap {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
}

export class BoardLane {
  @Uuid() deviceId: string;
  @Text() name: string;
  @Whole() bookedMinutes: number;
  @Whole() openMinutes: number;
  @Decimal({ nullable: true, description: 'Booked of open, in percent; null on a closed day.' }) percent: number | null;
  @NestedList(() => BoardGap, { description: 'Free stretches of the device that are still to come and could hold a session; none for a device out of service.' }) gaps: BoardGap[];
  @NestedList(() => BoardGap, { description: 'Times of the device that are kept for a while and not booked yet.' }) reserved: BoardGap[];
}

export class BoardReservation {
  @Uuid() id: string;
  @Text({ description: 'open; with `since` also booked, released or lapsed: it is to be taken off the board.' }) status: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
  @Instant({ description: 'From then on the time is free for everybody.' }) expiresAt: string;
}

export class DayBoard {
  @DateOnly() date: string;
  @Text() timeZone: string;
  @Flag() closed: boolean;
  @Text({ nullable: true }) closureReason: string | null;
  @NestedList(() => BoardSession, { maximumItems: 2000, description: 'In order of time; those changed since, where that was asked.' }) sessions: BoardSession[];
  @NestedList(() => BoardReservation, { maximumItems: 2000, description: 'Times of that day that are kept and not booked yet, in order of time; with `since` those changed since.' }) reservations: BoardReservation[];
  @NestedList(() => BoardLane, { description: 'One for each device.' }) utilisation: BoardLane[];
  @Text({ description: 'Where this answer stands among all changes: give it as `since`.' }) cursor: string;
  @Texts({ optional: true, maximumItems: 2000, maximum: 36, description: 'With `since`: sessions changed since that are not, or no longer, on this day’s board. Absent where so many changed that this answer is the whole board.' }) gone?: string[];
}

export class WeekBoard {
  @DateOnly() from: string;
  @NestedList(() => DayBoard, { minimumItems: 7, maximumItems: 7 }) days: DayBoard[];
}
