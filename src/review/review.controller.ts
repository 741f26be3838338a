import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { CourseReview } from './course-review/course-review.dto.js';
import { courseReview } from './course-review/course-review.queries.js';
import { DayBoard, DayBoardQuery } from './day-board/day-board.dto.js';
import { dayBoard } from './day-board/day-board.queries.js';

@ApiTags('Review')
@Controller('v1')
export class ReviewController {
  constructor(private readonly database: Database) {}

  @Get('courses/:id/review')
  @Endpoint({ permission: 'clinical.read', summary: 'Is the course helping? Change, responders, adherence, dose, harm', answer: CourseReview, of: { id: 'courses' } })
  course(@Asker() asker: RequestAsker, @Id() id: string): Promise<CourseReview> {
    return this.database.work(asker, (work) => courseReview(work, id));
  }

  @Get('day-board')
  @Endpoint({ permission: 'schedule.read', summary: 'The clinic’s day: sessions, what is due, utilisation', answer: DayBoard })
  day(@Asker() asker: RequestAsker, @Query() { date }: DayBoardQuery): Promise<DayBoard> {
    return this.database.work(asker, (work) => dayBoard(work, date, asker.may('clinical.read') ? 'clinical' : 'booking'));
  }
}
