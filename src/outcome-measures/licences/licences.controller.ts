import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { LicenceStatementList, LicenceStatementView, NewLicenceStatement } from './licences.dto.js';
import { listStatements, readStatement, stateLicence, withdrawLicence } from './licences.service.js';

@ApiTags('Outcome measures')
@Controller('v1/outcome-measures/:code/licence-statements')
export class LicencesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'What the clinic said about its licence for a measure', answer: LicenceStatementList, refuses: ['404 not-found'] })
  list(@Asker() asker: RequestAsker, @Param('code') code: string): Promise<LicenceStatementList> {
    return this.database.read(asker, (reader) => listStatements(reader, code));
  }

  @Post()
  @Endpoint({ permission: 'clinic.write', summary: 'State that the clinic holds the licence; the measure is off without', answer: LicenceStatementView, status: 201, idempotent: true, refuses: ['404 not-found', '409 already-stated', '409 no-licence-needed'] })
  state(@Asker() asker: RequestAsker, @Param('code') code: string, @Body() body: NewLicenceStatement): Promise<LicenceStatementView> {
    return this.database.work(asker, (work) => stateLicence(work, code, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinical.read', summary: 'One statement', answer: LicenceStatementView, of: { id: 'licence_statements' } })
  one(@Asker() asker: RequestAsker, @Param('code') code: string, @Id() id: string): Promise<LicenceStatementView> {
    return this.database.read(asker, (reader) => readStatement(reader, code, id));
  }

  @Post(':id/withdraw')
  @Endpoint({ permission: 'clinic.write', summary: 'Take a statement back: nothing new is recorded with the measure', answer: LicenceStatementView, of: { id: 'licence_statements' }, idempotent: true, refuses: ['409 wrong-state'] })
  withdraw(@Asker() asker: RequestAsker, @Param('code') code: string, @Id() id: string): Promise<LicenceStatementView> {
    return this.database.work(asker, (work) => withdrawLicence(work, code, id));
  }
}
