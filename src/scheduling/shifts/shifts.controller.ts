import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { addShift, listShifts, readShift, removeShift } from '../blocked-times.service.js';
import { ShiftView, NewShift } from '../scheduling.dto.js';

@ApiTags('Calendars')
@Controller('v1/staff/:id/shifts')
export class ShiftsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'staff.read', summary: 'When a person works', answer: pageOf(ShiftView), of: { id: 'staff' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ShiftView>> {
    return this.database.read(asker, (reader) => listShifts(reader, id, query));
  }

  @Post()
  @Endpoint({ permission: 'calendar.write', summary: 'Enter a shift; whoever has none works all opening hours', answer: ShiftView, status: 201, of: { id: 'staff' }, idempotent: true })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewShift): Promise<ShiftView> {
    return this.database.work(asker, (work) => addShift(work, id, body));
  }

  @Get(':shiftId')
  @Endpoint({ permission: 'staff.read', summary: 'One shift', answer: ShiftView, of: { id: 'staff', shiftId: 'shifts' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('shiftId') shiftId: string): Promise<ShiftView> {
    return this.database.read(asker, (reader) => readShift(reader, id, shiftId));
  }

  @Delete(':shiftId')
  @Endpoint({ permission: 'calendar.write', summary: 'Take a shift back', of: { id: 'staff', shiftId: 'shifts' } })
  remove(@Asker() asker: RequestAsker, @Id() id: string, @Id('shiftId') shiftId: string): Promise<void> {
    return this.database.work(asker, (work) => removeShift(work, id, shiftId));
  }
}
