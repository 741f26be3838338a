import { DateOnly, Decimal, Instant, Nested, NestedList, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { Proportion } from '../cohorts/cohort.dto.js';

export class OperationsQuery {
  @DateOnly({ optional: true, description: 'First day; 28 days before the last unless told.' }) from?: string;
  @DateOnly({ optional: true, description: 'Last day; today unless told.' }) to?: string;
}

export class HourOfDevice {
  @Whole({ minimum: 0, maximum: 23, description: 'Hour of the clinic’s clock.' }) hour: number;
  @Whole() openMinutes: number;
  @Whole() usedMinutes: number;
  @Decimal({ nullable: true, description: 'Null where the hour is outside the opening hours.' }) percent: number | null;
}

export class DeviceUse {
  @Uuid() deviceId: string;
  @Text() name: string;
  @Whole({ description: 'The clinic’s opening hours in the period, hours of single dates and public holidays kept, closures and the device’s downtimes taken off.' }) openMinutes: number;
  @Whole({ description: 'Of sessions booked or delivered, cancelled and missed ones left out.' }) usedMinutes: number;
  @Decimal({ nullable: true }) percent: number | null;
  @NestedList(() => HourOfDevice, { maximumItems: 24, description: 'The same hour by hour, over the period.' }) hours: HourOfDevice[];
}

export class HourUse {
  @Whole({ minimum: 0, maximum: 23, description: 'Hour of the clinic’s clock.' }) hour: number;
  @Whole({ description: 'Minutes of all devices in that hour, over the period.' }) usedMinutes: number;
  @Whole() sessions: number;
}

export class WaitingTime {
  @Whole({ description: 'Courses whose first treatment was in the period.' }) courses: number;
  @Whole({ description: 'Those of them whose day of referral is on record; for the others the day of the prescription stands in.' }) withReferralDate: number;
  @Decimal({ nullable: true, description: 'Days from the referral to the first treatment.' }) medianDays: number | null;
  @Decimal({ nullable: true }) lowerQuartileDays: number | null;
  @Decimal({ nullable: true }) upperQuartileDays: number | null;
}

export class ExpiringAuthorisation {
  @Uuid() authorisationId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Text() payer: string;
  @Text() reference: string;
  @DateOnly() validTo: string;
  @Whole() sessionsLeft: number;
}

export class UnsignedOfPeriod {
  @Uuid() sessionId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Instant() startsAt: string;
  @Whole({ description: 'Days since it was delivered.' }) days: number;
}

export class Operations {
  @DateOnly() from: string;
  @DateOnly() to: string;
  @Whole({ description: 'Sessions of the period, cancelled ones left out.' }) sessions: number;
  @Nested(() => Proportion, { description: 'No-shows of the sessions that were due.' }) noShow: Proportion;
  @Nested(() => Proportion, { description: 'Treatments delivered of those that were due, the cancelled left out.' }) adherence: Proportion;
  @Nested(() => WaitingTime) timeToFirstSession: WaitingTime;
  @NestedList(() => DeviceUse) devices: DeviceUse[];
  @NestedList(() => HourUse, { maximumItems: 24 }) hours: HourUse[];
  @NestedList(() => ExpiringAuthorisation, { maximumItems: 500, description: 'Of running courses: expiring within 14 days, or with five sessions left at most.' }) authorisationsExpiring: ExpiringAuthorisation[];
  @NestedList(() => UnsignedOfPeriod, { maximumItems: 500, description: 'Delivered and not signed, the oldest first, whenever that was.' }) unsignedSessions: UnsignedOfPeriod[];
}

