import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { ConsentView, NewConsent } from './consent.dto.js';
import { listConsents, readConsent, recordConsent, withdrawConsent } from './consents.service.js';

@ApiTags('Patients')
@Controller('v1/patients/:id/consents')
export class ConsentsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Consents of a patient', answer: pageOf(ConsentView), of: { id: 'patients' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ConsentView>> {
    return this.database.work(asker, (work) => listConsents(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'intake.write', summary: 'Record a consent', answer: ConsentView, status: 201, of: { id: 'patients' }, idempotent: true, refuses: ['409 patient-archived'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewConsent): Promise<ConsentView> {
    return this.database.work(asker, (work) => recordConsent(work, id, body));
  }

  @Get(':consentId')
  @Endpoint({ permission: 'clinical.read', summary: 'One consent', answer: ConsentView, of: { id: 'patients', consentId: 'consents' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('consentId') consentId: string): Promise<ConsentView> {
    return this.database.work(asker, (work) => readConsent(work, id, consentId));
  }

  @Post(':consentId/withdraw')
  @Endpoint({ permission: 'intake.write', summary: 'The patient takes a consent back', answer: ConsentView, of: { id: 'patients', consentId: 'consents' }, idempotent: true, refuses: ['409 wrong-state'] })
  withdraw(@Asker() asker: RequestAsker, @Id() id: string, @Id('consentId') consentId: string): Promise<ConsentView> {
    return this.database.work(asker, (work) => withdrawConsent(work, id, consentId));
  }
}
