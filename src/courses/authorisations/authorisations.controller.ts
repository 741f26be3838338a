import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { AuthorisationExtension, AuthorisationView, NewAuthorisation } from './authorisation.dto.js';
import { addAuthorisation, extendAuthorisation, listAuthorisations, lookAtAuthorisation } from './authorisations.service.js';

@ApiTags('Courses')
@Controller('v1/courses/:id/authorisations')
export class AuthorisationsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'courses.read', summary: 'What payers have approved, with sessions used and left', answer: pageOf(AuthorisationView), of: { id: 'courses' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<AuthorisationView>> {
    return this.database.work(asker, (work) => listAuthorisations(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'authorisations.write', summary: 'Record a payer’s authorisation', answer: AuthorisationView, status: 201, of: { id: 'courses' }, idempotent: true, refuses: ['409 duplicate-authorisation'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewAuthorisation): Promise<AuthorisationView> {
    return this.database.work(asker, (work) => addAuthorisation(work, id, body));
  }

  @Get(':authorisationId')
  @Endpoint({ permission: 'courses.read', summary: 'One authorisation', answer: AuthorisationView, of: { id: 'courses', authorisationId: 'authorisations' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('authorisationId') authorisationId: string): Promise<AuthorisationView> {
    return this.database.work(asker, (work) => lookAtAuthorisation(work, id, authorisationId));
  }

  @Post(':authorisationId/extend')
  @Endpoint({ permission: 'authorisations.write', summary: 'More sessions, or longer, as the payer granted', answer: AuthorisationView, of: { id: 'courses', authorisationId: 'authorisations' }, idempotent: true })
  extend(@Asker() asker: RequestAsker, @Id() id: string, @Id('authorisationId') authorisationId: string, @Body() body: AuthorisationExtension): Promise<AuthorisationView> {
    return this.database.work(asker, (work) => extendAuthorisation(work, id, authorisationId, body));
  }
}
