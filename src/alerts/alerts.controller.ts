import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { Acknowledgement, AlertQuery, AlertView } from './alerts.dto.js';
import { acknowledgeAlert, listAlerts, readAlert } from './alerts.service.js';

@ApiTags('Alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'alerts.read', summary: 'Alerts, newest first', answer: pageOf(AlertView) })
  list(@Asker() asker: RequestAsker, @Query() query: AlertQuery): Promise<Page<AlertView>> {
    return this.database.work(asker, (work) => listAlerts(work, query));
  }

  @Get(':id')
  @Endpoint({ permission: 'alerts.read', summary: 'One alert', answer: AlertView, of: { id: 'alerts' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<AlertView> {
    return this.database.work(asker, (work) => readAlert(work, id));
  }

  @Post(':id/acknowledge')
  @Endpoint({ permission: 'alerts.acknowledge', summary: 'Say what was done about an alert', answer: AlertView, of: { id: 'alerts' }, idempotent: true, refuses: ['409 wrong-state'] })
  acknowledge(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Acknowledgement): Promise<AlertView> {
    return this.database.work(asker, (work) => acknowledgeAlert(work, id, body));
  }
}
