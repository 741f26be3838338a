import { DateOnly, Decimal, NestedList, Text, Whole } from '../platform/http/fields.js';

export class RatesQuery {
  @DateOnly({ optional: true, description: 'First day, by the clinic’s calendar; from the beginning unless told.' }) from?: string;
  @DateOnly({ optional: true, description: 'Last day; until today unless told.' }) to?: string;
}

export class CategoryRate {
  @Text() category: string;
  @Text() topic: string;
  @Whole() events: number;
  @Decimal({ nullable: true, description: 'Events per 1,000 sessions in which a pulse was given.' }) per1000: number | null;
  @Decimal({ nullable: true, description: 'Lower exact 95 % limit, per 1,000 sessions.' }) lower: number | null;
  @Decimal({ nullable: true, description: 'Upper exact 95 % limit, per 1,000 sessions.' }) upper: number | null;
  @Text({ nullable: true, maximum: 500, description: 'How often it is met elsewhere.' }) expected: string | null;
  @Text({ nullable: true, maximum: 500 }) source: string | null;
}

export class AdverseEventRates {
  @Whole({ description: 'Sessions in which a pulse was given.' }) sessions: number;
  @NestedList(() => CategoryRate, { description: 'Every category, those without an event included.' }) rates: CategoryRate[];
  @Text({ maximum: 500 }) method: string;
}
