import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { AdverseEventView, NewAdverseEvent } from './adverse-event.dto.js';
import { listAdverseEvents, readAdverseEvent, recordAdverseEvent } from './adverse-events.service.js';

@ApiTags('Sessions')
@Controller('v1/sessions/:id/adverse-events')
export class AdverseEventsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Adverse events of a session', answer: pageOf(AdverseEventView), of: { id: 'sessions' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<AdverseEventView>> {
    return this.database.work(asker, (work) => listAdverseEvents(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'sessions.deliver', summary: 'Record an adverse event; a seizure stops every course of the patient', answer: AdverseEventView, status: 201, of: { id: 'sessions' }, idempotent: true, refuses: ['409 wrong-state'] })
  record(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewAdverseEvent): Promise<AdverseEventView> {
    return this.database.work(asker, (work) => recordAdverseEvent(work, id, body));
  }

  @Get(':eventId')
  @Endpoint({ permission: 'clinical.read', summary: 'One adverse event', answer: AdverseEventView, of: { id: 'sessions', eventId: 'adverse_events' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('eventId') eventId: string): Promise<AdverseEventView> {
    return this.database.work(asker, (work) => readAdverseEvent(work, id, eventId));
  }
}
