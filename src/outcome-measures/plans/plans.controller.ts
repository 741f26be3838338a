import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import type { Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { listDue, listOccasions } from './due.queries.js';
import { DuePage, DueQuery, DueView, NewPlan, NewSkip, OccasionPage, OccasionView, PlanView, SkipView } from './plan.dto.js';
import { choosePlan, readPlan, readSkip, skipOccasion } from './plans.service.js';

@ApiTags('Outcome measures')
@Controller('v1')
export class PlansController {
  constructor(private readonly database: Database) {}

  @Get('assessments/due')
  @Endpoint({ permission: 'clinical.read', summary: 'What should be filled in on a day, the overdue first', description: 'Derived from plans, visits and assessments each time; never stored.', answer: DuePage })
  due(@Asker() asker: RequestAsker, @Query() query: DueQuery): Promise<Page<DueView>> {
    return this.database.work(asker, (work) => listDue(work, query));
  }

  @Get('courses/:id/assessment-plan')
  @Endpoint({ permission: 'clinical.read', summary: 'Which measure when', answer: PlanView, of: { id: 'courses' } })
  plan(@Asker() asker: RequestAsker, @Id() id: string): Promise<PlanView> {
    return this.database.work(asker, (work) => readPlan(work, id));
  }

  @Put('courses/:id/assessment-plan')
  @Endpoint({ permission: 'assessment-plans.write', summary: 'Decide which measure is wanted when', answer: PlanView, of: { id: 'courses' }, ifMatch: true, refuses: ['409 licence-required'] })
  choose(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewPlan): Promise<PlanView> {
    return this.database.work(asker, (work) => choosePlan(work, id, body, asker.ifMatch));
  }

  @Get('courses/:id/assessment-plan/occasions')
  @Endpoint({ permission: 'clinical.read', summary: 'Every occasion of the plan with its window and state', answer: OccasionPage, of: { id: 'courses' } })
  occasions(@Asker() asker: RequestAsker, @Id() id: string): Promise<Page<OccasionView>> {
    return this.database.work(asker, (work) => listOccasions(work, id));
  }

  @Post('courses/:id/assessment-plan/skips')
  @Endpoint({ permission: 'assessments.write', summary: 'Leave one occasion out, with the reason', answer: SkipView, status: 201, of: { id: 'courses' }, idempotent: true, refuses: ['409 already-done', '409 already-skipped'] })
  skip(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewSkip): Promise<SkipView> {
    return this.database.work(asker, (work) => skipOccasion(work, id, body));
  }

  @Get('courses/:id/assessment-plan/skips/:skipId')
  @Endpoint({ permission: 'clinical.read', summary: 'One occasion that was left out', answer: SkipView, of: { id: 'courses', skipId: 'assessment_skips' } })
  oneSkip(@Asker() asker: RequestAsker, @Id() id: string, @Id('skipId') skipId: string): Promise<SkipView> {
    return this.database.work(asker, (work) => readSkip(work, id, skipId));
  }
}
