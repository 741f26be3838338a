import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/errors/refusal.js';
import { Answer } from '../platform/http/answer.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { checkProtocolDose } from './dose-check.js';
import { DoseCheckAnswer, DoseCheckRequest, NewProtocol, NewProtocolReview, NewVersion, ProtocolQuery, ProtocolView } from './protocol.dto.js';
import { safetyLimits } from './limits/safety-limits.service.js';
import { listProtocols, listVersions, readProtocol, readVersion } from './protocols.queries.js';
import { reviewVersion } from './protocol-reviews.service.js';
import { draftProtocol, draftVersion, publishVersion, retireProtocol } from './protocols.service.js';

const OF = { id: 'protocols' };

@ApiTags('Protocols')
@Controller('v1/protocols')
export class ProtocolsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'protocols.read', summary: 'The clinic’s library, by name', answer: pageOf(ProtocolView) })
  list(@Asker() asker: RequestAsker, @Query() query: ProtocolQuery): Promise<Page<ProtocolView>> {
    return this.database.read(asker, (reader) => listProtocols(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'protocols.write', summary: 'Draft a protocol', answer: ProtocolView, status: 201, idempotent: true, refuses: ['400 inconsistent-dose', '409 duplicate-code'] })
  draft(@Asker() asker: RequestAsker, @Body() body: NewProtocol): Promise<ProtocolView> {
    return this.database.work(asker, (work) => draftProtocol(work, body));
  }

  @Post('check')
  @Endpoint({ permission: 'protocols.read', summary: 'Compare a dose with the published limits and the clinic’s own; saves nothing', answer: DoseCheckAnswer, refuses: ['400 inconsistent-dose'] })
  check(@Asker() asker: RequestAsker, @Body() body: DoseCheckRequest): Promise<DoseCheckAnswer> {
    return this.database.read(asker, async (reader) => checkProtocolDose(body, await safetyLimits(reader)));
  }

  @Get(':id')
  @Endpoint({ permission: 'protocols.read', summary: 'One protocol, as its newest published version has it', answer: ProtocolView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<ProtocolView> {
    return this.database.read(asker, (reader) => readProtocol(reader, id));
  }

  @Get(':id/versions')
  @Endpoint({ permission: 'protocols.read', summary: 'All versions, newest first', answer: pageOf(ProtocolView), of: OF })
  versions(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ProtocolView>> {
    return this.database.read(asker, (reader) => listVersions(reader, id, query));
  }

  @Post(':id/versions')
  @Endpoint({ permission: 'protocols.write', summary: 'Draft the next version', answer: ProtocolView, status: 201, of: OF, idempotent: true, refuses: ['400 inconsistent-dose', '409 wrong-state'] })
  async nextVersion(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewVersion): Promise<Answer<ProtocolView>> {
    return this.database.work(asker, async (work) => {
      const drafted = await draftVersion(work, id, body);
      return new Answer(drafted, 201, `/v1/protocols/${id}/versions/${drafted.version}`);
    });
  }

  @Get(':id/versions/:n')
  @ApiParam({ name: 'n', schema: { type: 'integer', minimum: 1 } })
  @Endpoint({ permission: 'protocols.read', summary: 'One version', answer: ProtocolView, of: OF })
  version(@Asker() asker: RequestAsker, @Id() id: string, @Param('n') n: string): Promise<ProtocolView> {
    return this.database.read(asker, (reader) => readVersion(reader, id, versionNumber(n)));
  }

  @Post(':id/versions/:n/publish')
  @ApiParam({ name: 'n', schema: { type: 'integer', minimum: 1 } })
  @Endpoint({ permission: 'protocols.write', summary: 'Publish a version: it never changes again', answer: ProtocolView, of: OF, idempotent: true, refuses: ['409 wrong-state', '409 unsafe-protocol', '409 incomplete-protocol', '409 shorter-than-dose', '409 review-required'] })
  publish(@Asker() asker: RequestAsker, @Id() id: string, @Param('n') n: string): Promise<ProtocolView> {
    return this.database.work(asker, (work) => publishVersion(work, id, versionNumber(n)));
  }

  @Post(':id/versions/:n/review')
  @ApiParam({ name: 'n', schema: { type: 'integer', minimum: 1 } })
  @Endpoint({ permission: 'protocols.write', summary: 'A second clinician approves a draft, or wants changes', answer: ProtocolView, of: OF, idempotent: true, refuses: ['409 wrong-state', '409 own-draft', '409 shorter-than-dose'] })
  review(@Asker() asker: RequestAsker, @Id() id: string, @Param('n') n: string, @Body() body: NewProtocolReview): Promise<ProtocolView> {
    return this.database.work(asker, (work) => reviewVersion(work, id, versionNumber(n), body));
  }

  @Post(':id/retire')
  @Endpoint({ permission: 'protocols.write', summary: 'No new course starts with it; running ones go on', answer: ProtocolView, of: OF, idempotent: true, refuses: ['409 wrong-state'] })
  retire(@Asker() asker: RequestAsker, @Id() id: string): Promise<ProtocolView> {
    return this.database.work(asker, (work) => retireProtocol(work, id));
  }
}

function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}
