import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { ConditionChange, ConditionView, NewCondition } from './condition.dto.js';
import { addCondition, changeCondition, listConditions, readCondition } from './conditions.service.js';

@ApiTags('Patients')
@Controller('v1/patients/:id/conditions')
export class ConditionsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Conditions of a patient', answer: pageOf(ConditionView), of: { id: 'patients' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ConditionView>> {
    return this.database.work(asker, (work) => listConditions(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'intake.write', summary: 'Record a condition; the answer says whether the pain is chronic', answer: ConditionView, status: 201, of: { id: 'patients' }, idempotent: true, refuses: ['409 patient-archived'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewCondition): Promise<ConditionView> {
    return this.database.work(asker, (work) => addCondition(work, id, body));
  }

  @Get(':conditionId')
  @Endpoint({ permission: 'clinical.read', summary: 'One condition', answer: ConditionView, of: { id: 'patients', conditionId: 'conditions' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('conditionId') conditionId: string): Promise<ConditionView> {
    return this.database.work(asker, (work) => readCondition(work, id, conditionId));
  }

  @Patch(':conditionId')
  @Endpoint({ permission: 'intake.write', summary: 'Change or resolve a condition', answer: ConditionView, of: { id: 'patients', conditionId: 'conditions' }, ifMatch: true, refuses: ['409 patient-archived'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Id('conditionId') conditionId: string, @Body() body: ConditionChange): Promise<ConditionView> {
    return this.database.work(asker, (work) => changeCondition(work, id, conditionId, asker.ifMatch, body));
  }
}
