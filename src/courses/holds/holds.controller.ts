import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { HoldRelease, HoldView, NewHold } from '../course.dto.js';
import { placeHold, lookAtHold, releaseHoldAlone } from './holds.service.js';

@ApiTags('Courses')
@Controller('v1/courses/:id/holds')
export class HoldsController {
  constructor(private readonly database: Database) {}

  @Post()
  @Endpoint({ permission: 'courses.write', summary: 'Hold the course until somebody answers', answer: HoldView, status: 201, of: { id: 'courses' }, idempotent: true })
  place(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewHold): Promise<HoldView> {
    return this.database.work(asker, (work) => placeHold(work, id, 'clinician', body.detail));
  }

  @Get(':holdId')
  @Endpoint({ permission: 'clinical.read', summary: 'One hold', answer: HoldView, of: { id: 'courses', holdId: 'holds' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('holdId') holdId: string): Promise<HoldView> {
    return this.database.work(asker, (work) => lookAtHold(work, id, holdId));
  }

  @Post(':holdId/release')
  @Endpoint({ permission: 'courses.write', summary: 'Release a hold, with the reason', answer: HoldView, of: { id: 'courses', holdId: 'holds' }, idempotent: true, refuses: ['409 wrong-state', '409 stimulation-locked', '409 high-risk-unanswered'] })
  release(@Asker() asker: RequestAsker, @Id() id: string, @Id('holdId') holdId: string, @Body() body: HoldRelease): Promise<HoldView> {
    return this.database.work(asker, (work) => releaseHoldAlone(work, id, holdId, body.note));
  }
}
