import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import type { Answer } from '../../platform/http/answer.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { FRESH_MINUTES_FOR_ACCOUNTS, requireFreshProof } from '../proof.service.js';
import { ApiKeyView, MadeApiKeyView, NewApiKey } from './api-keys.dto.js';
import { listApiKeys, makeApiKey, readApiKey, revokeApiKey } from './api-keys.service.js';

const PERMISSION = { permission: 'api-keys.write' };

@ApiTags('Staff')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ ...PERMISSION, summary: 'The keys of machines', answer: pageOf(ApiKeyView) })
  list(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<ApiKeyView>> {
    return this.database.read(asker, (reader) => listApiKeys(reader, query));
  }

  @Post()
  @Endpoint({ ...PERMISSION, summary: 'Make a key for a machine', answer: MadeApiKeyView, status: 201, idempotent: true, refuses: ['403 confirmation-required', '403 more-than-your-own'] })
  make(@Asker() asker: RequestAsker, @Body() body: NewApiKey): Promise<Answer<MadeApiKeyView>> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId, FRESH_MINUTES_FOR_ACCOUNTS);
      return makeApiKey(work, asker.roles, body);
    });
  }

  @Get(':id')
  @Endpoint({ ...PERMISSION, summary: 'One key, without the key', answer: ApiKeyView, of: { id: 'api_keys' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<ApiKeyView> {
    return this.database.read(asker, (reader) => readApiKey(reader, id));
  }

  @Delete(':id')
  @Endpoint({ ...PERMISSION, summary: 'Revoke a key: it ends with the next request, and stays in the list', of: { id: 'api_keys' } })
  revoke(@Asker() asker: RequestAsker, @Id() id: string): Promise<void> {
    return this.database.work(asker, (work) => revokeApiKey(work, id));
  }
}
