import { DateOnly, NestedList, Text, Uuid, WallTime } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export class OpenInterval {
  @WallTime() opens: string;
  @WallTime({ example: '13:00' }) closes: string;
}

export class NewOpeningException {
  @DateOnly() date: string;
  @NestedList(() => OpenInterval, { maximumItems: 12, description: 'All hours of that date, in place of those of its weekday; empty: closed.' }) intervals: OpenInterval[];
  @Text({ description: 'Shown where the date is refused or listed, e.g. “Christmas Eve”.' }) reason: string;
}

export class OpeningExceptionChange {
  @NestedList(() => OpenInterval, { optional: true, maximumItems: 12 }) intervals?: OpenInterval[];
  @Text({ optional: true }) reason?: string;
}

export class OpeningExceptionView extends NewOpeningException {
  @Uuid() id: string;
}

export class OpeningExceptionQuery extends PageQuery {
  @DateOnly({ optional: true, description: 'This date and later.' }) from?: string;
}
