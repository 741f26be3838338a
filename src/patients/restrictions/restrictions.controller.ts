import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Proofs, requireFreshProof } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { breakGlass, listGrants, readGrant } from './break-glass.service.js';
import { GlassBreaking, GlassGrantView, Lifting, NewRestriction, RestrictionView } from './restriction.dto.js';
import { restrictPatient, unrestrictPatient } from './restrictions.service.js';

@ApiTags('Patients')
@Controller('v1/patients/:id')
export class RestrictionsController {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
  ) {}

  @Post('restrict')
  @Endpoint({ permission: 'patients.restrict', summary: 'Close a record to all but the patient’s own team', answer: RestrictionView, of: { id: 'patients' }, idempotent: true, refuses: ['409 wrong-state'] })
  restrict(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewRestriction): Promise<RestrictionView> {
    return this.database.work(asker, (work) => restrictPatient(work, id, body));
  }

  @Post('unrestrict')
  @Endpoint({ permission: 'patients.restrict', summary: 'Open a restricted record again', answer: RestrictionView, of: { id: 'patients' }, idempotent: true, refuses: ['403 confirmation-required', '409 wrong-state'] })
  unrestrict(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Lifting): Promise<RestrictionView> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId);
      return unrestrictPatient(work, id, body);
    });
  }

  @Post('break-glass')
  @Endpoint({ permission: 'clinical.read', summary: 'Open a restricted record for oneself, for an hour; the clinic’s admins and auditors are told', answer: GlassGrantView, status: 201, of: { id: 'patients' }, idempotent: true, refuses: ['401 bad-credentials', '403 confirmation-required', '409 record-open', '429 too-many-attempts'] })
  breakGlass(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: GlassBreaking): Promise<GlassGrantView> {
    return this.database.work(asker, (work) => breakGlass(work, this.proofs, asker.sessionId, id, body));
  }

  @Get('break-glass')
  @Endpoint({ permission: 'audit.read', summary: 'Who opened a restricted record, newest first', answer: pageOf(GlassGrantView), of: { id: 'patients' } })
  grants(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<GlassGrantView>> {
    return this.database.read(asker, (reader) => listGrants(reader, id, query));
  }

  @Get('break-glass/:grantId')
  @Endpoint({ permission: 'audit.read', summary: 'One opening of a restricted record', answer: GlassGrantView, of: { id: 'patients', grantId: 'glass_grants' } })
  grant(@Asker() asker: RequestAsker, @Id() id: string, @Id('grantId') grantId: string): Promise<GlassGrantView> {
    return this.database.read(asker, (reader) => readGrant(reader, id, grantId));
  }
}
