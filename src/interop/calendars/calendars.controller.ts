import { Body, Controller, Delete, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/errors/refusal.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type Reply, type Request, type RequestAsker } from '../../platform/http/route.js';
import { CalendarFeedQuery, CalendarFeedView, IssuedCalendarFeed, NewCalendarFeed } from './calendars.dto.js';
import { calendarBehind, issueFeed, linkParts, listFeeds, readFeed, revokeFeed } from './calendars.service.js';

const OF = { id: 'calendar_feeds' };

@ApiTags('Calendars')
@Controller('v1/calendars')
export class CalendarsController {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Endpoint({ permission: 'calendars.write', summary: 'Secret links to calendars that were made', answer: pageOf(CalendarFeedView) })
  list(@Asker() asker: RequestAsker, @Query() query: CalendarFeedQuery): Promise<Page<CalendarFeedView>> {
    return this.database.read(asker, (reader) => listFeeds(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'calendars.write', summary: 'Make a secret link to a calendar', description: 'The link is in the answer once. The calendar tells when and where, never who for or what for.', answer: IssuedCalendarFeed, status: 201, idempotent: true, refuses: ['404 not-found'] })
  issue(@Asker() asker: RequestAsker, @Body() body: NewCalendarFeed): Promise<IssuedCalendarFeed> {
    return this.database.work(asker, async (work) => {
      const feed = await issueFeed(work, body, asker.staffId);
      return { ...feed, url: `${this.config.publicUrl}/v1/calendars/${feed.token}.ics` };
    });
  }

  @Get(':token.ics')
  @ApiParam({ name: 'token', schema: { type: 'string' } })
  @Endpoint({ openBecause: 'Calendar programs cannot log in; the link itself is the secret, and can be revoked', summary: 'The calendar behind a secret link, as iCalendar', media: 'text/calendar', refuses: ['404 not-found'] })
  async calendar(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const link = linkParts(token);
    if (!link) throw notFound();
    const asker = { clinicId: link.clinicId, staffId: undefined, requestId: String(request.id), ip: request.ip };
    const text = await this.database.read(asker, (reader) => calendarBehind(reader, link.secret));
    void reply.header('Content-Type', 'text/calendar; charset=utf-8').header('Content-Disposition', 'inline; filename="calendar.ics"').send(text);
  }

  @Get(':id')
  @Endpoint({ permission: 'calendars.write', summary: 'One secret link (without its secret)', answer: CalendarFeedView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<CalendarFeedView> {
    return this.database.read(asker, (reader) => readFeed(reader, id));
  }

  @Delete(':id')
  @Endpoint({ permission: 'calendars.write', summary: 'Revoke a secret link', of: OF })
  revoke(@Asker() asker: RequestAsker, @Id() id: string): Promise<void> {
    return this.database.work(asker, (work) => revokeFeed(work, id));
  }
}
