import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { Mailer } from '../../platform/outbox/index.js';
import { listLinks, readLink, revokeLink } from './links.queries.js';
import { inviteToReport } from './links.service.js';
import { MadeSelfReportLink, NewSelfReportLink, SelfReportLinkQuery, SelfReportLinkView } from './self-report.dto.js';

@ApiTags('Self-report')
@Controller('v1/self-report-links')
export class SelfReportLinksController {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Invitations to self-report, newest first', answer: pageOf(SelfReportLinkView) })
  list(@Asker() asker: RequestAsker, @Query() query: SelfReportLinkQuery): Promise<Page<SelfReportLinkView>> {
    return this.database.work(asker, (work) => listLinks(work, query));
  }

  @Post()
  @Endpoint({
    permission: 'assessments.write', summary: 'Invite a patient to answer measures without an account', answer: MadeSelfReportLink, status: 201, idempotent: true,
    refuses: ['404 not-found', '409 patient-archived', '409 licence-required', '409 wording-required', '409 mail-not-configured', '409 no-email-address', '409 email-not-wanted', '409 wrong-state'],
  })
  invite(@Asker() asker: RequestAsker, @Body() body: NewSelfReportLink): Promise<MadeSelfReportLink> {
    const surroundings = { publicUrl: this.config.publicUrl, mailConfigured: this.mailer.configured };
    return this.database.work(asker, (work) => inviteToReport(work, body, surroundings));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinical.read', summary: 'One invitation, without its token', answer: SelfReportLinkView, of: { id: 'self_report_links' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<SelfReportLinkView> {
    return this.database.work(asker, (work) => readLink(work, id));
  }

  @Post(':id/revoke')
  @Endpoint({ permission: 'assessments.write', summary: 'Take an invitation back', answer: SelfReportLinkView, of: { id: 'self_report_links' }, idempotent: true, refuses: ['409 wrong-state'] })
  revoke(@Asker() asker: RequestAsker, @Id() id: string): Promise<SelfReportLinkView> {
    return this.database.work(asker, (work) => revokeLink(work, id));
  }
}
