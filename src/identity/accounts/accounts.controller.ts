import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import type { Request } from '../../platform/http/route.js';
import { originOf } from '../login.service.js';
import { ForgottenPasswords } from './forgotten-passwords.job.js';
import type { LinkPurpose } from './account-link.entity.js';
import { clinicOfLink, followLink } from './account-links.service.js';
import { ForgottenPassword, NewPassword } from './accounts.dto.js';

const LINK = { openBecause: 'the link is the credential', refuses: ['400 common-password', '410 link-spent'] };

@ApiTags('Identity')
@Controller('v1/auth')
export class AccountsController {
  constructor(
    private readonly database: Database,
    private readonly forgotten: ForgottenPasswords,
  ) {}

  @Post('accept-invitation')
  @Endpoint({ ...LINK, summary: 'Set the first password, with the link of an invitation' })
  accept(@Body() body: NewPassword, @Req() request: Request): Promise<void> {
    return this.#follow('invitation', body, request);
  }

  @Post('forgot-password')
  @Endpoint({ openBecause: 'who has forgotten a password cannot log in', summary: 'Ask for a link to set a new password', status: 202, refuses: ['429 too-many-attempts'] })
  forgot(@Body() { email }: ForgottenPassword, @Req() request: Request): Promise<void> {
    return this.forgotten.ask(originOf(request), email);
  }

  @Post('reset-password')
  @Endpoint({ ...LINK, summary: 'Set a new password, with the link that came by mail; every login ends' })
  reset(@Body() body: NewPassword, @Req() request: Request): Promise<void> {
    return this.#follow('password-reset', body, request);
  }

  #follow(purpose: LinkPurpose, body: NewPassword, request: Request): Promise<void> {
    const asker = { ...originOf(request), clinicId: clinicOfLink(body.token), staffId: undefined };
    return this.database.work(asker, (work) => followLink(work, purpose, body));
  }
}
