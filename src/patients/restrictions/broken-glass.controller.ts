import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { listAllGrants } from './break-glass.service.js';
import { BrokenGlassQuery, GlassGrantView, GlassReviewing } from './restriction.dto.js';
import { reviewGrant } from './glass-review.service.js';

/** For those who are told that a glass was broken: alerts are clinical and not for them, this is. */
@ApiTags('Audit')
@Controller('v1/break-glass')
export class BrokenGlassController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'audit.read', summary: 'Who opened which restricted record in need, and why, in the whole clinic, newest first', answer: pageOf(GlassGrantView) })
  list(@Asker() asker: RequestAsker, @Query() query: BrokenGlassQuery): Promise<Page<GlassGrantView>> {
    return this.database.work(asker, (work) => listAllGrants(work, query));
  }

  @Post(':id/review')
  @Endpoint({ permission: 'break-glass.review', summary: 'Say, once, whether the need was there; never of one’s own opening', answer: GlassGrantView, of: { id: 'glass_grants' }, idempotent: true, refuses: ['403 own-opening', '409 wrong-state'] })
  review(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: GlassReviewing): Promise<GlassGrantView> {
    return this.database.work(asker, (work) => reviewGrant(work, id, body));
  }
}
