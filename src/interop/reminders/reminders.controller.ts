import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { listMessages } from './messages.queries.js';
import { readReminderRules, setReminderRules } from './reminder-settings.service.js';
import { MessageQuery, MessageView, ReminderRules, ReminderRulesView } from './reminders.dto.js';

@ApiTags('Reminders')
@Controller('v1')
export class RemindersController {
  constructor(private readonly database: Database) {}

  @Get('clinic/reminders')
  @Endpoint({ permission: 'clinic.read', summary: 'When patients are reminded, and in which words', answer: ReminderRulesView })
  rules(@Asker() asker: RequestAsker): Promise<ReminderRulesView> {
    return this.database.read(asker, readReminderRules);
  }

  @Put('clinic/reminders')
  @Endpoint({ permission: 'clinic.write', summary: 'Decide when patients are reminded, and in which words', description: 'Reminders leave by e-mail, with an invitation for the patient’s calendar, in the patient’s language. A move or a cancellation after a reminder is told too. Needs SMTP_URL.', answer: ReminderRulesView, ifMatch: true })
  setRules(@Asker() asker: RequestAsker, @Body() body: ReminderRules): Promise<ReminderRulesView> {
    return this.database.work(asker, (work) => setReminderRules(work, body, asker.ifMatch));
  }

  @Get('messages')
  @Endpoint({ permission: 'messages.read', summary: 'Mail that was posted, and what became of it', answer: pageOf(MessageView) })
  messages(@Asker() asker: RequestAsker, @Query() query: MessageQuery): Promise<Page<MessageView>> {
    return this.database.read(asker, (reader) => listMessages(reader, query));
  }
}
