import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { addAbsence, listAbsences, readAbsence, removeAbsence } from '../blocked-times.service.js';
import { AbsenceView, NewAbsence } from '../scheduling.dto.js';

@ApiTags('Calendars')
@Controller('v1/staff/:id/absences')
export class AbsencesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'staff.read', summary: 'When a person is away', answer: pageOf(AbsenceView), of: { id: 'staff' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<AbsenceView>> {
    return this.database.read(asker, (reader) => listAbsences(reader, id, query));
  }

  @Post()
  @Endpoint({ permission: 'calendar.write', summary: 'Enter an absence', answer: AbsenceView, status: 201, of: { id: 'staff' }, idempotent: true, refuses: ['409 slot-taken'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewAbsence): Promise<AbsenceView> {
    return this.database.work(asker, (work) => addAbsence(work, id, body));
  }

  @Get(':absenceId')
  @Endpoint({ permission: 'staff.read', summary: 'One absence', answer: AbsenceView, of: { id: 'staff', absenceId: 'absences' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('absenceId') absenceId: string): Promise<AbsenceView> {
    return this.database.read(asker, (reader) => readAbsence(reader, id, absenceId));
  }

  @Delete(':absenceId')
  @Endpoint({ permission: 'calendar.write', summary: 'Take a absence back', of: { id: 'staff', absenceId: 'absences' } })
  remove(@Asker() asker: RequestAsker, @Id() id: string, @Id('absenceId') absenceId: string): Promise<void> {
    return this.database.work(asker, (work) => removeAbsence(work, id, absenceId));
  }
}
