import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { NewScreening, ScreeningReview, ScreeningView, ScreeningVoid } from './screening.dto.js';
import { listScreenings, readScreening, recordScreening, reviewScreening, voidScreening } from './screenings.service.js';

@ApiTags('Patients')
@Controller('v1/patients/:id/screenings')
export class ScreeningsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Screenings of a patient, latest first', answer: pageOf(ScreeningView), of: { id: 'patients' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ScreeningView>> {
    return this.database.work(asker, (work) => listScreenings(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'intake.write', summary: 'Record the answers to the screening form', answer: ScreeningView, status: 201, of: { id: 'patients' }, idempotent: true, refuses: ['409 patient-archived'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewScreening): Promise<ScreeningView> {
    return this.database.work(asker, (work) => recordScreening(work, id, body));
  }

  @Get(':screeningId')
  @Endpoint({ permission: 'clinical.read', summary: 'One screening', answer: ScreeningView, of: { id: 'patients', screeningId: 'screenings' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('screeningId') screeningId: string): Promise<ScreeningView> {
    return this.database.work(asker, (work) => readScreening(work, id, screeningId));
  }

  @Post(':screeningId/review')
  @Endpoint({
    permission: 'screenings.review', summary: 'A clinician decides on a screening with findings', answer: ScreeningView,
    of: { id: 'patients', screeningId: 'screenings' }, idempotent: true, refuses: ['409 wrong-state', '409 absolute-contraindication', '409 patient-archived'],
  })
  review(@Asker() asker: RequestAsker, @Id() id: string, @Id('screeningId') screeningId: string, @Body() body: ScreeningReview): Promise<ScreeningView> {
    return this.database.work(asker, (work) => reviewScreening(work, id, screeningId, body));
  }

  @Post(':screeningId/void')
  @Endpoint({
    permission: 'intake.write', summary: 'Something has happened since: the patient is screened again before the next treatment', answer: ScreeningView,
    of: { id: 'patients', screeningId: 'screenings' }, idempotent: true, refuses: ['409 wrong-state', '409 patient-archived'],
  })
  void(@Asker() asker: RequestAsker, @Id() id: string, @Id('screeningId') screeningId: string, @Body() body: ScreeningVoid): Promise<ScreeningView> {
    return this.database.work(asker, (work) => voidScreening(work, id, screeningId, body));
  }
}
