import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import type { Answer } from '../platform/http/answer.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { InvitedStaffView, LinkView } from './accounts/accounts.dto.js';
import { Accounts } from './accounts/accounts.service.js';
import { NewStaff, StaffChange, StaffView } from './identity.dto.js';
import { FRESH_MINUTES_FOR_ACCOUNTS, requireFreshProof } from './proof.service.js';
import { resetFactorOf } from './second-factor/second-factor.service.js';
import { changeStaff, deactivateStaff, listStaff, readStaff } from './staff.service.js';

@ApiTags('Staff')
@Controller('v1/staff')
export class StaffController {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
  ) {}

  @Get()
  @Endpoint({ permission: 'staff.read', summary: 'Who works here', answer: pageOf(StaffView) })
  list(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<StaffView>> {
    return this.database.read(asker, (reader) => listStaff(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'staff.write', summary: 'Add a staff member', description: 'Without a first password they are invited: by mail, or by a link in the answer where no mail can be sent.', answer: InvitedStaffView, status: 201, idempotent: true, refuses: ['400 common-password', '403 confirmation-required', '409 duplicate-email'] })
  add(@Asker() asker: RequestAsker, @Body() body: NewStaff): Promise<Answer<InvitedStaffView>> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId, FRESH_MINUTES_FOR_ACCOUNTS);
      return this.accounts.add(work, body);
    });
  }

  @Post(':id/invite')
  @Endpoint({ permission: 'staff.write', summary: 'Another link to set a password', answer: LinkView, of: { id: 'staff' }, idempotent: true, refuses: ['409 not-active', '403 confirmation-required'] })
  invite(@Asker() asker: RequestAsker, @Id() id: string): Promise<Answer<LinkView>> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId);
      return this.accounts.inviteAgain(work, id);
    });
  }

  @Post(':id/reset-mfa')
  @Endpoint({ permission: 'staff.write', summary: 'Take away the second factor of who has lost it; their logins end', of: { id: 'staff' }, refuses: ['409 no-second-factor', '403 confirmation-required'] })
  resetFactor(@Asker() asker: RequestAsker, @Id() id: string): Promise<void> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId);
      await resetFactorOf(work, id);
    });
  }

  @Get(':id')
  @Endpoint({ permission: 'staff.read', summary: 'One staff member', answer: StaffView, of: { id: 'staff' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<StaffView> {
    return this.database.read(asker, (reader) => readStaff(reader, id));
  }

  @Patch(':id')
  @Endpoint({ permission: 'staff.write', summary: 'Change name or roles', description: 'Roles want a login or a confirmation of the last minutes.', answer: StaffView, of: { id: 'staff' }, ifMatch: true, refuses: ['403 confirmation-required', '403 own-roles', '409 last-admin'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: StaffChange): Promise<StaffView> {
    return this.database.work(asker, async (work) => {
      if (body.roles !== undefined) await requireFreshProof(work, asker.sessionId, FRESH_MINUTES_FOR_ACCOUNTS);
      return changeStaff(work, id, asker.ifMatch, body);
    });
  }

  @Post(':id/deactivate')
  @Endpoint({ permission: 'staff.write', summary: 'End a person’s access at once', answer: StaffView, of: { id: 'staff' }, refuses: ['409 last-admin'] })
  deactivate(@Asker() asker: RequestAsker, @Id() id: string): Promise<StaffView> {
    return this.database.work(asker, (work) => deactivateStaff(work, id));
  }
}
