import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { AttendanceCorrection, AttendanceStrike, AttendanceView, NewAttendance } from './attendance.dto.js';
import { correctAttendance, listAttendances, readAttendance, recordAttendance, strikeAttendance } from './attendances.service.js';

const OF_ADJUNCT = { id: 'courses', adjunctId: 'adjuncts' };
const OF_ATTENDANCE = { ...OF_ADJUNCT, attendanceId: 'adjunct_attendances' };

@ApiTags('Courses')
@Controller('v1/courses/:id/adjuncts/:adjunctId/attendances')
export class AttendancesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Appointments kept and missed', answer: pageOf(AttendanceView), of: OF_ADJUNCT })
  attendances(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string, @Query() query: PageQuery): Promise<Page<AttendanceView>> {
    return this.database.work(asker, (work) => listAttendances(work, id, adjunctId, query));
  }

  @Post()
  @Endpoint({ permission: 'intake.write', summary: 'Record an appointment as kept or missed', answer: AttendanceView, status: 201, of: OF_ADJUNCT, idempotent: true, refuses: ['409 attendance-recorded'] })
  attend(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string, @Body() body: NewAttendance): Promise<AttendanceView> {
    return this.database.work(asker, (work) => recordAttendance(work, id, adjunctId, body));
  }

  @Get(':attendanceId')
  @Endpoint({ permission: 'clinical.read', summary: 'One appointment', answer: AttendanceView, of: OF_ATTENDANCE })
  attendance(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string, @Id('attendanceId') attendanceId: string): Promise<AttendanceView> {
    return this.database.work(asker, (work) => readAttendance(work, id, adjunctId, attendanceId));
  }

  @Post(':attendanceId/correct')
  @Endpoint({ permission: 'intake.write', summary: 'Strike out a wrong entry and put another in its place', answer: AttendanceView, of: OF_ATTENDANCE, idempotent: true, refuses: ['409 wrong-state', '409 attendance-recorded'] })
  correct(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string, @Id('attendanceId') attendanceId: string, @Body() body: AttendanceCorrection): Promise<AttendanceView> {
    return this.database.work(asker, (work) => correctAttendance(work, id, adjunctId, attendanceId, body));
  }

  @Post(':attendanceId/strike-out')
  @Endpoint({ permission: 'intake.write', summary: 'Strike out an entry that should not be there', answer: AttendanceView, of: OF_ATTENDANCE, idempotent: true, refuses: ['409 wrong-state'] })
  strike(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string, @Id('attendanceId') attendanceId: string, @Body() body: AttendanceStrike): Promise<AttendanceView> {
    return this.database.work(asker, (work) => strikeAttendance(work, id, adjunctId, attendanceId, body.reason));
  }
}
