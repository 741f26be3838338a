import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { AuthorisationCorrection, AuthorisationExtension, AuthorisationView, AuthorisationVoid, NewAuthorisation } from './authorisation.dto.js';
import { addAuthorisation, correctAuthorisation, extendAuthorisation, listAuthorisations, lookAtAuthorisation, voidAuthorisation } from './authorisations.service.js';

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

  @Patch(':authorisationId')
  @Endpoint({ permission: 'authorisations.write', summary: 'Correct what was written down wrongly, with the reason; fewer sessions and fewer days too', answer: AuthorisationView, of: { id: 'courses', authorisationId: 'authorisations' }, ifMatch: true, refuses: ['409 wrong-state', '409 duplicate-authorisation'] })
  correct(@Asker() asker: RequestAsker, @Id() id: string, @Id('authorisationId') authorisationId: string, @Body() body: AuthorisationCorrection): Promise<AuthorisationView> {
    return this.database.work(asker, (work) => correctAuthorisation(work, id, authorisationId, asker.ifMatch, body));
  }

  @Post(':authorisationId/void')
  @Endpoint({ permission: 'authorisations.write', summary: 'It was entered in error: it stays to be read and pays for nothing', answer: AuthorisationView, of: { id: 'courses', authorisationId: 'authorisations' }, idempotent: true, refuses: ['409 wrong-state'] })
  void(@Asker() asker: RequestAsker, @Id() id: string, @Id('authorisationId') authorisationId: string, @Body() body: AuthorisationVoid): Promise<AuthorisationView> {
    return this.database.work(asker, (work) => voidAuthorisation(work, id, authorisationId, body));
  }

  @Post(':authorisationId/extend')
  @Endpoint({ permission: 'authorisations.write', summary: 'More sessions, or longer, as the payer granted', answer: AuthorisationView, of: { id: 'courses', authorisationId: 'authorisations' }, idempotent: true, refuses: ['409 wrong-state'] })
  extend(@Asker() asker: RequestAsker, @Id() id: string, @Id('authorisationId') authorisationId: string, @Body() body: AuthorisationExtension): Promise<AuthorisationView> {
    return this.database.work(asker, (work) => extendAuthorisation(work, id, authorisationId, body));
  }
}
