import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Proofs } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { MotorThresholdView, NewMotorThreshold, ThresholdSigning } from './motor-threshold.dto.js';
import { signThreshold } from './threshold-signatures.service.js';
import { listThresholds, readThreshold, recordThreshold } from './motor-thresholds.service.js';

@ApiTags('Courses')
@Controller('v1/courses/:id/motor-thresholds')
export class MotorThresholdsController {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
  ) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Motor thresholds, latest first', answer: pageOf(MotorThresholdView), of: { id: 'courses' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<MotorThresholdView>> {
    return this.database.work(asker, (work) => listThresholds(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'thresholds.write', summary: 'Record a motor threshold', answer: MotorThresholdView, status: 201, of: { id: 'courses' }, idempotent: true, refuses: ['409 wrong-state'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewMotorThreshold): Promise<MotorThresholdView> {
    return this.database.work(asker, (work) => recordThreshold(work, id, body));
  }

  @Get(':thresholdId')
  @Endpoint({ permission: 'clinical.read', summary: 'One motor threshold', answer: MotorThresholdView, of: { id: 'courses', thresholdId: 'motor_thresholds' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('thresholdId') thresholdId: string): Promise<MotorThresholdView> {
    return this.database.work(asker, (work) => readThreshold(work, id, thresholdId));
  }

  @Post(':thresholdId/sign')
  @Endpoint({
    permission: 'courses.write', summary: 'A clinician stands for a motor threshold, with the password asked again', answer: MotorThresholdView,
    of: { id: 'courses', thresholdId: 'motor_thresholds' }, idempotent: true, refuses: ['401 bad-credentials', '409 wrong-state'],
  })
  sign(@Asker() asker: RequestAsker, @Id() id: string, @Id('thresholdId') thresholdId: string, @Body() body: ThresholdSigning): Promise<MotorThresholdView> {
    return this.database.work(asker, (work) => signThreshold(work, this.proofs, id, thresholdId, body));
  }
}
