import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Answer } from '../../platform/http/answer.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { AssessmentQuery, AssessmentView, Correction, EnteredInError, NewAssessment } from './assessment.dto.js';
import { listAssessments, readAssessment } from './assessments.queries.js';
import { correctAssessment, recordAssessment, strikeAssessment } from './assessments.service.js';

@ApiTags('Outcome measures')
@Controller('v1/assessments')
export class AssessmentsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Assessments in order of time', answer: pageOf(AssessmentView) })
  list(@Asker() asker: RequestAsker, @Query() query: AssessmentQuery): Promise<Page<AssessmentView>> {
    return this.database.work(asker, (work) => listAssessments(work, query));
  }

  @Post()
  @Endpoint({ permission: 'assessments.write', summary: 'Record answers and get the score', answer: AssessmentView, status: 201, idempotent: true, refuses: ['404 not-found', '409 patient-archived', '409 licence-required'] })
  record(@Asker() asker: RequestAsker, @Body() body: NewAssessment): Promise<AssessmentView> {
    return this.database.work(asker, (work) => recordAssessment(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinical.read', summary: 'One assessment', answer: AssessmentView, of: { id: 'assessments' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<AssessmentView> {
    return this.database.work(asker, (work) => readAssessment(work, id));
  }

  @Post(':id/correct')
  @Endpoint({ permission: 'assessments.write', summary: 'Correct answers; the old ones are kept', answer: AssessmentView, status: 201, of: { id: 'assessments' }, idempotent: true, refuses: ['409 wrong-state'] })
  correct(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Correction): Promise<Answer<AssessmentView>> {
    return this.database.work(asker, async (work) => {
      const corrected = await correctAssessment(work, id, body);
      return new Answer(corrected, 201, `/v1/assessments/${corrected.id}`);
    });
  }

  @Post(':id/entered-in-error')
  @Endpoint({ permission: 'assessments.write', summary: 'Strike out what never should have been entered; it stays readable', answer: AssessmentView, of: { id: 'assessments' }, idempotent: true, refuses: ['409 wrong-state'] })
  strike(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: EnteredInError): Promise<AssessmentView> {
    return this.database.work(asker, (work) => strikeAssessment(work, id, body));
  }
}
