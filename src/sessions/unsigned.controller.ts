import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, type RequestAsker } from '../platform/http/route.js';
import { UnsignedSession } from './unsigned.dto.js';
import { unsignedSessions } from './unsigned.queries.js';

@ApiTags('Sessions')
@Controller('v1/unsigned-sessions')
export class UnsignedSessionsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Sessions that took place and are not signed, the oldest first', answer: pageOf(UnsignedSession) })
  list(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<UnsignedSession>> {
    return this.database.work(asker, (work) => unsignedSessions(work, query));
  }
}
