import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type Reply, type RequestAsker } from '../platform/http/route.js';
import { AdverseEventRates, RatesQuery } from './adverse-event-rates.dto.js';
import { adverseEventRates } from './adverse-event-rates.service.js';
import { AdverseEventView, NewAdverseEvent } from './adverse-event.dto.js';
import { listAdverseEvents, readAdverseEvent, recordAdverseEvent } from './adverse-events.service.js';
import { EventReport } from './event-report/event-report.dto.js';
import { eventReport } from './event-report/event-report.service.js';
import { eventPdf } from './event-report/event-pdf.js';

const OF_EVENT = { id: 'sessions', eventId: 'adverse_events' };

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
  @Endpoint({ permission: 'clinical.read', summary: 'One adverse event', answer: AdverseEventView, of: OF_EVENT })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('eventId') eventId: string): Promise<AdverseEventView> {
    return this.database.work(asker, (work) => readAdverseEvent(work, id, eventId));
  }

  @Get(':eventId/report')
  @Endpoint({ permission: 'clinical.read', summary: 'One adverse event with parameters, medications and answers of its day', answer: EventReport, of: OF_EVENT })
  report(@Asker() asker: RequestAsker, @Id() id: string, @Id('eventId') eventId: string): Promise<EventReport> {
    return this.database.work(asker, (work) => eventReport(work, id, eventId));
  }

  @Get(':eventId/report.pdf')
  @Endpoint({ permission: 'clinical.read', summary: 'The same on paper', media: 'application/pdf', of: OF_EVENT })
  async pdf(@Asker() asker: RequestAsker, @Id() id: string, @Id('eventId') eventId: string, @Res() reply: Reply): Promise<void> {
    const { report, printedAt } = await this.database.work(asker, async (work) => ({ report: await eventReport(work, id, eventId), printedAt: work.now }));
    void reply.header('Content-Type', 'application/pdf').header('Content-Disposition', `inline; filename="adverse-event-${eventId}.pdf"`).send(await eventPdf(report, printedAt));
  }
}

@ApiTags('Safety')
@Controller('v1/adverse-event-rates')
export class AdverseEventRatesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'cohorts.read', summary: 'Adverse events per 1,000 sessions with exact intervals, also of what never happened', answer: AdverseEventRates })
  rates(@Asker() asker: RequestAsker, @Query() query: RatesQuery): Promise<AdverseEventRates> {
    return this.database.read(asker, (reader) => adverseEventRates(reader, query));
  }
}
