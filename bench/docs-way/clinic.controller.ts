import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ClinicService, type Caller } from './clinic.service.js';
import { DayQuery, ListQuery, NewCheckIn, NewSeries, NewSession } from './requests.js';
import type { Session } from './entities.js';

const offsetMs = Date.parse(process.env['NOW'] ?? '') - Date.now();
const callerOf = (headers: Record<string, string>): Caller => ({ clinicId: headers['x-clinic'] ?? '', staffId: headers['x-staff'] ?? '', now: new Date(Date.now() + offsetMs) });

@Controller('v1')
export class ClinicController {
  constructor(private readonly clinic: ClinicService) {}

  @Get('day-board')
  dayBoard(@Headers() headers: Record<string, string>, @Query() { date }: DayQuery): Promise<object> {
    return this.clinic.dayBoard(callerOf(headers), date);
  }

  @Get('sessions')
  list(@Headers() headers: Record<string, string>, @Query() { from = '' }: ListQuery): Promise<object> {
    return this.clinic.list(callerOf(headers), from);
  }

  @Get('patients')
  search(@Headers() headers: Record<string, string>, @Query() { q = '' }: ListQuery): Promise<object> {
    return this.clinic.search(callerOf(headers), q);
  }

  @Get('courses/:id/review')
  review(@Headers() headers: Record<string, string>, @Param('id') id: string): Promise<object> {
    return this.clinic.review(callerOf(headers), id);
  }

  @Post('sessions')
  book(@Headers() headers: Record<string, string>, @Body() body: NewSession): Promise<Session> {
    return this.clinic.book(callerOf(headers), body);
  }

  @Post('courses/:id/schedule')
  series(@Headers() headers: Record<string, string>, @Param('id') id: string, @Body() { placements }: NewSeries): Promise<object> {
    return this.clinic.bookSeries(callerOf(headers), id, placements);
  }

  @Post('sessions/:id/check-in')
  @HttpCode(200)
  checkIn(@Headers() headers: Record<string, string>, @Param('id') id: string, @Body() { answers }: NewCheckIn): Promise<object> {
    return this.clinic.checkIn(callerOf(headers), id, answers);
  }
}
