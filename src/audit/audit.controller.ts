import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { invalid } from '../platform/errors/refusal.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { AccessLogEntry, AccessLogQuery, AuditEntryView, AuditHeadView, AuditQuery, AuditVerdict, VerifyQuery } from './audit.dto.js';
import { accessLog, listEntries } from './audit.queries.js';
import { HEAD_SIGNER, type HeadSigner } from './head-signer.js';
import { exportHead, sealAll, verifyTrail } from './seals.service.js';

@ApiTags('Audit')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly database: Database,
    @Inject(HEAD_SIGNER) private readonly signer: HeadSigner,
  ) {}

  @Get('audit-events')
  @Endpoint({ permission: 'audit.read', summary: 'Who did or saw what, newest first', answer: pageOf(AuditEntryView) })
  list(@Asker() asker: RequestAsker, @Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.database.work(asker, (work) => listEntries(work, query));
  }

  @Get('patients/:id/access-log')
  @Endpoint({ permission: 'audit.read', summary: 'Who has looked at this record or changed it, newest first', answer: pageOf(AccessLogEntry), of: { id: 'patients' } })
  accesses(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: AccessLogQuery): Promise<Page<AccessLogEntry>> {
    return this.database.work(asker, (work) => accessLog(work, id, query));
  }

  @Get('audit/head')
  @Endpoint({ permission: 'audit.read', summary: 'How far the trail is sealed, signed: to be kept elsewhere', answer: AuditHeadView })
  async head(@Asker() asker: RequestAsker): Promise<AuditHeadView> {
    await sealAll((run) => this.database.work(asker, run));
    return exportHead((run) => this.database.read(asker, run), this.signer, asker.clinicId);
  }

  @Get('audit/verify')
  @Endpoint({ permission: 'audit.read', summary: 'Recompute the chain of seals over the whole trail', answer: AuditVerdict })
  async verify(@Asker() asker: RequestAsker, @Query() { anchor, fromAnchor }: VerifyQuery): Promise<AuditVerdict> {
    const head = anchor === undefined ? undefined : await this.signer.readHead(anchor);
    if (anchor !== undefined && head === undefined) throw invalid('/anchor', 'not-a-head', 'is not a head that this service has signed');
    if (head && head.clinicId !== asker.clinicId) throw invalid('/anchor', 'another-clinic', 'is the head of another clinic’s trail');
    if (fromAnchor && !head) throw invalid('/anchor', 'required', 'is required with fromAnchor');
    await sealAll((run) => this.database.work(asker, run));
    return verifyTrail((run) => this.database.read(asker, run), asker.clinicId, { anchor: head, fromAnchor });
  }
}
