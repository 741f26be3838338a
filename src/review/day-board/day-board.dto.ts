import { DateOnly, Decimal, Flag, Instant, Nested, NestedList, Text, Texts, Uuid, Whole } from '../../platform/http/fields.js';

export class DayBoardQuery {
  @DateOnly({ description: 'A day of the clinic’s own calendar.' }) date: string;
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
  @Nested(() => BoardPatient) patient: BoardPatient;
  @Nested(() => BoardNamed) device: BoardNamed;
  @Nested(() => BoardNamed) room: BoardNamed;
  @Nested(() => BoardNamed) operator: BoardNamed;
  @Nested(() => BoardNamed, { optional: true, description: 'Absent for the front desk.' }) protocol?: BoardNamed;
  @Texts({ description: 'What is due: motor-threshold, sign-off, hold, authorisation, assessment.' }) due: string[];
}

export class BoardUtilisation {
  @Uuid() deviceId: string;
  @Text() name: string;
  @Whole() bookedMinutes: number;
  @Whole() openMinutes: number;
  @Decimal({ nullable: true, description: 'Booked of open, in percent; null on a closed day.' }) percent: number | null;
}

export class DayBoard {
  @DateOnly() date: string;
  @Text() timeZone: string;
  @Flag() closed: boolean;
  @Text({ nullable: true }) closureReason: string | null;
  @NestedList(() => BoardSession, { maximumItems: 2000 }) sessions: BoardSession[];
  @NestedList(() => BoardUtilisation) utilisation: BoardUtilisation[];
}
