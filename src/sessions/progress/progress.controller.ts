import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { NewProgress, ProgressView } from './progress.dto.js';
import { listProgress, readProgress, reportProgress } from './progress.service.js';

const OF = { id: 'sessions' };

@ApiTags('Sessions')
@Controller('v1/sessions/:id/progress')
export class ProgressController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'What was reported while the session ran', answer: pageOf(ProgressView), of: OF })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ProgressView>> {
    return this.database.work(asker, (work) => listProgress(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'sessions.deliver', summary: 'Append trains that were given; a crash keeps them', answer: ProgressView, status: 201, of: OF, idempotent: true, refuses: ['409 wrong-state', '409 stopped-by-seizure', '422 dose-above-prescription'] })
  report(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewProgress): Promise<ProgressView> {
    return this.database.work(asker, (work) => reportProgress(work, id, body));
  }

  @Get(':progressId')
  @Endpoint({ permission: 'clinical.read', summary: 'One report', answer: ProgressView, of: { ...OF, progressId: 'session_progress' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('progressId') progressId: string): Promise<ProgressView> {
    return this.database.work(asker, (work) => readProgress(work, id, progressId));
  }
}
