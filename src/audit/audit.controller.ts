import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, type Page } from '../platform/http/paging.js';
import { Asker, type RequestAsker } from '../platform/http/route.js';
import { AuditEntryView, AuditQuery, AuditVerdict } from './audit.dto.js';
import { listEntries } from './audit.queries.js';
import { sealPending, verifyTrail } from './seals.service.js';

@ApiTags('Audit')
@Controller('v1')
export class AuditController {
  constructor(private readonly database: Database) {}

  @Get('audit-events')
  @Endpoint({ permission: 'audit.read', summary: 'Who did or saw what, newest first', answer: pageOf(AuditEntryView) })
  list(@Asker() asker: RequestAsker, @Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.database.read(asker, (reader) => listEntries(reader, query));
  }

  @Get('audit/verify')
  @Endpoint({ permission: 'audit.read', summary: 'Recompute the chain of seals over the whole trail', answer: AuditVerdict })
  async verify(@Asker() asker: RequestAsker): Promise<AuditVerdict> {
    while ((await this.database.work(asker, sealPending)) > 0);
    return this.database.read(asker, verifyTrail);
  }
}
