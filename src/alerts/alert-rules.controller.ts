import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../platform/http/route.js';
import { readAlertRules, setAlertRules } from './alert-rules.service.js';
import { AlertRules, AlertRulesView } from './alerts.dto.js';

@ApiTags('Alerts')
@Controller('v1/clinic/alert-settings')
export class AlertRulesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'How long an alert may stay unanswered, and whom a patient in danger is pointed to', answer: AlertRulesView })
  rules(@Asker() asker: RequestAsker): Promise<AlertRulesView> {
    return this.database.read(asker, readAlertRules);
  }

  @Put()
  @Endpoint({ permission: 'clinic.write', summary: 'Set the acknowledgement clock and the crisis resources', description: 'Put in the helplines of the clinic’s own country: what comes with the product is general.', answer: AlertRulesView, ifMatch: true })
  setRules(@Asker() asker: RequestAsker, @Body() body: AlertRules): Promise<AlertRulesView> {
    return this.database.work(asker, (work) => setAlertRules(work, body, asker.ifMatch));
  }
}
