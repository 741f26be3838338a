import { DateOnly, Instant, NestedList, OneOf, Text, Uuid } from '../../platform/http/fields.js';

export const DAY_RULES = ['weekday', 'exception', 'closure', 'public-holiday'] as const;

export class OpeningDaysQuery {
  @DateOnly() from: string;
  @DateOnly({ description: 'The last day; 400 days after the first at most.' }) to: string;
}

export class OpenStretch {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
}

export class OpeningDay {
  @DateOnly() date: string;
  @NestedList(() => OpenStretch, { description: 'When the clinic is open; none: closed.' }) open: OpenStretch[];
  @OneOf(DAY_RULES, { description: 'What decides: a closure, else an exception, else a public holiday, else the hours of the weekday.' }) because: string;
  @Text({ nullable: true, description: 'The reason of the closure or exception, the name of the holiday.' }) name: string | null;
}

export class OpeningDaysAnswer {
  @Uuid({ description: 'The clinic.' }) id: string;
  @Text() timeZone: string;
  @NestedList(() => OpeningDay, { maximumItems: 401 }) days: OpeningDay[];
}
