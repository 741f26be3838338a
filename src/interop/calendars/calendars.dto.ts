import { Instant, OneOf, Text, Uuid } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { FEED_KINDS } from './calendar-feed.entity.js';

export class NewCalendarFeed {
  @OneOf(FEED_KINDS) kind: 'staff' | 'device' | 'patient';
  @Uuid({ description: 'Whose calendar it is: a member of staff, a device or a patient.' }) subjectId: string;
}

export class CalendarFeedView {
  @Uuid() id: string;
  @OneOf(FEED_KINDS) kind: string;
  @Uuid() subjectId: string;
  @Instant() createdAt: string;
  @Uuid() createdBy: string;
  @Instant({ nullable: true }) revokedAt: string | null;
}

export class IssuedCalendarFeed extends CalendarFeedView {
  @Text({ maximum: 500, description: 'The secret link, shown this once.' }) url: string;
  @Text({ description: 'The secret of the link.' }) token: string;
}

export class CalendarFeedQuery extends PageQuery {
  @Uuid({ optional: true }) subjectId?: string;
}
