import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { moveCourse } from './course-moves.service.js';
import { CourseMove, CourseMoveAnswer, ReplanAnswer, ReplanRequest } from './moves.dto.js';
import { replanSchedule } from './replan.service.js';
import { BlocksReserved, BlocksToReserve } from './reserve-blocks.dto.js';
import { reserveBlocks } from './reserve-blocks.service.js';

@ApiTags('Sessions')
@Controller('v1')
export class MovesController {
  constructor(private readonly database: Database) {}

  @Post('schedule/replan')
  @Endpoint({
    permission: 'schedule.write', summary: 'Find new places for all that a broken device, an absent operator, a closed day or another change of the calendars displaces, or plan it',
    answer: ReplanAnswer, idempotent: true, refuses: ['404 not-found', '409 cannot-place', '409 slot-taken', '409 too-many'],
  })
  replan(@Asker() asker: RequestAsker, @Body() body: ReplanRequest): Promise<ReplanAnswer> {
    return this.database.work(asker, (work) => replanSchedule(work, body));
  }

  @Post('courses/:id/reschedule')
  @Endpoint({
    permission: 'schedule.write', summary: 'Move what is still to come of a course, or one session and all that follow, or plan it',
    answer: CourseMoveAnswer, of: { id: 'courses' }, idempotent: true, refuses: ['404 not-found', '409 cannot-place', '409 nothing-left', '409 course-not-active', '409 slot-taken', '409 wrong-state'],
  })
  move(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: CourseMove): Promise<CourseMoveAnswer> {
    return this.database.work(asker, (work) => moveCourse(work, id, body));
  }

  @Post('courses/:id/reserve-blocks')
  @Endpoint({
    permission: 'schedule.write', summary: 'Keep room around the booked treatments for the other parts of the plan, as it stands now, or plan it',
    description: 'New bookings keep it by themselves. This is for treatments that were booked before the plan was changed.',
    answer: BlocksReserved, of: { id: 'courses' }, idempotent: true, refuses: ['409 course-not-active', '409 slot-taken'],
  })
  reserve(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: BlocksToReserve): Promise<BlocksReserved> {
    return this.database.work(asker, (work) => reserveBlocks(work, id, body.dryRun ?? false));
  }
}
