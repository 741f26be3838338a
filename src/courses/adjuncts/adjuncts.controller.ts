import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { AdjunctChange, AdjunctView, NewAdjunct } from './adjunct.dto.js';
import { addAdjunct, changeAdjunct, listAdjuncts, readAdjunct } from './adjuncts.service.js';

@ApiTags('Courses')
@Controller('v1/courses/:id/adjuncts')
export class AdjunctsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'The combined plan beside the stimulation', answer: pageOf(AdjunctView), of: { id: 'courses' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<AdjunctView>> {
    return this.database.work(asker, (work) => listAdjuncts(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'courses.write', summary: 'Add a part to the combined plan', answer: AdjunctView, status: 201, of: { id: 'courses' }, idempotent: true })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewAdjunct): Promise<AdjunctView> {
    return this.database.work(asker, (work) => addAdjunct(work, id, body));
  }

  @Get(':adjunctId')
  @Endpoint({ permission: 'clinical.read', summary: 'One part of the combined plan', answer: AdjunctView, of: { id: 'courses', adjunctId: 'adjuncts' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string): Promise<AdjunctView> {
    return this.database.work(asker, (work) => readAdjunct(work, id, adjunctId));
  }

  @Patch(':adjunctId')
  @Endpoint({ permission: 'courses.write', summary: 'Change or end a part of the combined plan', answer: AdjunctView, of: { id: 'courses', adjunctId: 'adjuncts' }, ifMatch: true })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Id('adjunctId') adjunctId: string, @Body() body: AdjunctChange): Promise<AdjunctView> {
    return this.database.work(asker, (work) => changeAdjunct(work, id, adjunctId, asker.ifMatch, body));
  }
}
