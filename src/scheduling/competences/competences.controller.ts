import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { CompetenceChange, CompetenceView, NewCompetence } from './competences.dto.js';
import { addCompetence, listCompetences, readCompetence, removeCompetence, renewCompetence } from './competences.service.js';

const OF = { id: 'staff' };
const OF_ONE = { id: 'staff', competenceId: 'competences' };

@ApiTags('Calendars')
@Controller('v1/staff/:id/competences')
export class CompetencesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'What an operator may deliver, with which coil, until when', answer: pageOf(CompetenceView), of: OF })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<CompetenceView>> {
    return this.database.read(asker, (reader) => listCompetences(reader, id, query));
  }

  @Post()
  @Endpoint({ permission: 'staff.write', summary: 'Enter a competence of an operator', description: 'An operator without any may be given every session; from the first one on, those alone that a competence covers on their day.', answer: CompetenceView, status: 201, of: OF, idempotent: true, refuses: ['409 duplicate-competence'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewCompetence): Promise<CompetenceView> {
    return this.database.work(asker, (work) => addCompetence(work, id, body));
  }

  @Get(':competenceId')
  @Endpoint({ permission: 'clinic.read', summary: 'One competence', answer: CompetenceView, of: OF_ONE })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('competenceId') competenceId: string): Promise<CompetenceView> {
    return this.database.read(asker, (reader) => readCompetence(reader, id, competenceId));
  }

  @Patch(':competenceId')
  @Endpoint({ permission: 'staff.write', summary: 'Renew a competence', answer: CompetenceView, of: OF_ONE, ifMatch: true })
  renew(@Asker() asker: RequestAsker, @Id() id: string, @Id('competenceId') competenceId: string, @Body() body: CompetenceChange): Promise<CompetenceView> {
    return this.database.work(asker, (work) => renewCompetence(work, id, competenceId, asker.ifMatch, body));
  }

  @Delete(':competenceId')
  @Endpoint({ permission: 'staff.write', summary: 'Take a competence back', of: OF_ONE })
  remove(@Asker() asker: RequestAsker, @Id() id: string, @Id('competenceId') competenceId: string): Promise<void> {
    return this.database.work(asker, (work) => removeCompetence(work, id, competenceId));
  }
}
