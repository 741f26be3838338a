import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { addDowntime, listDowntimes, readDowntime, removeDowntime } from '../blocked-times.service.js';
import { DowntimeView, NewDowntime } from '../scheduling.dto.js';

@ApiTags('Calendars')
@Controller('v1/devices/:id/downtimes')
export class DowntimesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'When a device cannot be used', answer: pageOf(DowntimeView), of: { id: 'devices' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<DowntimeView>> {
    return this.database.read(asker, (reader) => listDowntimes(reader, id, query));
  }

  @Post()
  @Endpoint({ permission: 'calendar.write', summary: 'Take a device out of use for a while', answer: DowntimeView, status: 201, of: { id: 'devices' }, idempotent: true, refuses: ['409 slot-taken'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewDowntime): Promise<DowntimeView> {
    return this.database.work(asker, (work) => addDowntime(work, id, body));
  }

  @Get(':downtimeId')
  @Endpoint({ permission: 'clinic.read', summary: 'One downtime', answer: DowntimeView, of: { id: 'devices', downtimeId: 'downtimes' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('downtimeId') downtimeId: string): Promise<DowntimeView> {
    return this.database.read(asker, (reader) => readDowntime(reader, id, downtimeId));
  }

  @Delete(':downtimeId')
  @Endpoint({ permission: 'calendar.write', summary: 'Take a downtime back', of: { id: 'devices', downtimeId: 'downtimes' } })
  remove(@Asker() asker: RequestAsker, @Id() id: string, @Id('downtimeId') downtimeId: string): Promise<void> {
    return this.database.work(asker, (work) => removeDowntime(work, id, downtimeId));
  }
}
