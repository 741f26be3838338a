import { DateOnly, Nested, NestedList, OneOf, Text, Uuid, WallTime, Whole } from '../platform/http/fields.js';

export class OpeningHours {
  @Whole({ minimum: 1, maximum: 7, description: 'ISO weekday: Monday 1 to Sunday 7.' }) weekday: number;
  @WallTime() opens: string;
  @WallTime({ example: '18:00' }) closes: string;
}

/** By the codes of ISO 3166, e.g. DE with BY, or US with ny. */
export class HolidayRegionField {
  @Text({ minimum: 2, maximum: 2, pattern: /^[A-Z]{2}$/, example: 'DE' }) country: string;
  @Text({ optional: true, nullable: true, maximum: 10, example: 'BY' }) state: string | null;
  @Text({ optional: true, nullable: true, maximum: 10 }) region: string | null;
}

export class ClinicView {
  @Uuid() id: string;
  @Text() name: string;
  @Text({ example: 'America/New_York', description: 'IANA time zone; all wall-clock times are in it.' }) timeZone: string;
  @NestedList(() => OpeningHours, { maximumItems: 42 }) openingHours: OpeningHours[];
  @Whole({ minimum: 5, maximum: 120, description: 'Sessions start on this grid, counted from opening.' }) slotMinutes: number;
  @Whole({ minimum: 0, maximum: 120, description: 'Device and room stay occupied this long after a session.' }) turnoverMinutes: number;
  @Nested(() => HolidayRegionField, { nullable: true, description: 'Whose public holidays close the clinic; null: none do.' }) publicHolidays: HolidayRegionField | null;
  @OneOf(['none', 'second-clinician'], { description: 'Whether a second clinician has to approve a protocol before it is published.' }) protocolReview: 'none' | 'second-clinician';
}

export class ClinicChange {
  @Text({ optional: true }) name?: string;
  @Text({ optional: true, maximum: 60, example: 'Europe/Berlin' }) timeZone?: string;
  @NestedList(() => OpeningHours, { optional: true, maximumItems: 42 }) openingHours?: OpeningHours[];
  @Whole({ optional: true, minimum: 5, maximum: 120 }) slotMinutes?: number;
  @Whole({ optional: true, minimum: 0, maximum: 120 }) turnoverMinutes?: number;
  @Nested(() => HolidayRegionField, { optional: true, nullable: true, description: 'Closes the clinic on the public holidays of a region, unless a date has hours of its own; null: on none.' }) publicHolidays?: HolidayRegionField | null;
  @OneOf(['none', 'second-clinician'], { optional: true }) protocolReview?: 'none' | 'second-clinician';
}

export class NewClosure {
  @DateOnly({ description: 'First closed day.' }) from: string;
  @DateOnly({ description: 'Last closed day.' }) to: string;
  @Text() reason: string;
}

export class ClosureView extends NewClosure {
  @Uuid() id: string;
}
