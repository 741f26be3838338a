import { Body, Controller, Delete, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { record } from '../audit/index.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/token.js';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type Request, type RequestAsker } from '../platform/http/route.js';
import { AccessTokens } from './access-tokens.js';
import { LoginAnswer, LoginRequest, LoginSessionView, MeView, OpenIdLogin, PasswordChange, RefreshRequest } from './identity.dto.js';
import { Logins, originOf, revokeSession, type LoggedIn } from './login.service.js';
import { OpenIdLogins } from './openid/openid-login.js';
import { endOwnSession, listOwnSessions } from './own-sessions.service.js';
import { Proofs } from './proof.service.js';
import { ProofRequest } from './second-factor/second-factor.dto.js';
import { changePassword, readStaff } from './staff.service.js';

@ApiTags('Identity')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    private readonly logins: Logins,
    private readonly openIds: OpenIdLogins,
    private readonly proofs: Proofs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('login')
  @Endpoint({ openBecause: 'it is how a caller gets a token', summary: 'Log in', answer: LoginAnswer, refuses: ['401 bad-credentials', '401 otp-required', '409 several-clinics', '429 too-many-attempts', '503 busy'] })
  async login(@Body() body: LoginRequest, @Req() request: Request): Promise<LoginAnswer> {
    return this.#answer(await this.logins.logIn(originOf(request), body));
  }

  @Post('oidc')
  @Endpoint({ openBecause: 'it is how a caller gets a token', summary: 'Log in with an ID token of the organisation (OpenID Connect)', answer: LoginAnswer, refuses: ['401 bad-credentials', '401 otp-required', '403 no-role-here', '404 not-found', '409 several-clinics', '503 issuer-unreachable'] })
  async openIdLogin(@Body() body: OpenIdLogin, @Req() request: Request): Promise<LoginAnswer> {
    return this.#answer(await this.openIds.logIn(originOf(request), body));
  }

  @Post('refresh')
  @Endpoint({ openBecause: 'the refresh token is the credential', summary: 'Swap a refresh token for the next', answer: LoginAnswer, refuses: ['401 refresh-token-spent'] })
  async refresh(@Body() body: RefreshRequest, @Req() request: Request): Promise<LoginAnswer> {
    return this.#answer(await this.logins.refresh(originOf(request), body.refreshToken));
  }

  @Post('logout')
  @Endpoint({ permission: 'self.manage', summary: 'End this login' })
  logout(@Asker() asker: RequestAsker): Promise<void> {
    return this.database.work(asker, async (work) => {
      await revokeSession(work, asker.sessionId ?? '');
      record(work, { action: 'login.ended', subject: { type: 'staff', id: asker.staffId } });
    });
  }

  @Get('sessions')
  @Endpoint({ permission: 'self.manage', summary: 'Where one is logged in', answer: pageOf(LoginSessionView) })
  sessions(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<LoginSessionView>> {
    return this.database.read(asker, (reader) => listOwnSessions(reader, asker.sessionId, query));
  }

  @Delete('sessions/:id')
  @Endpoint({ permission: 'self.manage', summary: 'End one of one’s own logins', of: { id: 'login_sessions' } })
  endSession(@Asker() asker: RequestAsker, @Id() id: string): Promise<void> {
    return this.database.work(asker, (work) => endOwnSession(work, id));
  }

  @Post('confirm')
  @Endpoint({ permission: 'self.manage', summary: 'Give the password or a code again, for what wants a fresh proof', refuses: ['401 bad-credentials', '429 too-many-attempts'] })
  confirm(@Asker() asker: RequestAsker, @Body() proof: ProofRequest): Promise<void> {
    return this.database.work(asker, (work) => this.proofs.confirm(work, asker.sessionId ?? '', proof));
  }

  @Get('me')
  @Endpoint({ permission: 'self.manage', summary: 'Who am I', answer: MeView })
  me(@Asker() asker: RequestAsker): Promise<MeView> {
    return this.database.read(asker, async (reader) => ({ ...(await readStaff(reader, asker.staffId)), clinicId: asker.clinicId }));
  }

  @Post('change-password')
  @Endpoint({ permission: 'self.manage', summary: 'Change one’s password; every other login of one’s own ends', refuses: ['401 bad-credentials'] })
  changePassword(@Asker() asker: RequestAsker, @Body() body: PasswordChange): Promise<void> {
    return this.database.work(asker, (work) => changePassword(work, this.proofs, asker.staffId, asker.sessionId ?? '', body));
  }

  async #answer(login: LoggedIn): Promise<LoginAnswer> {
    const user = await this.database.read(
      { clinicId: login.clinicId, staffId: login.staffId, requestId: 'login', ip: undefined },
      async (reader) => ({ ...(await readStaff(reader, login.staffId)), clinicId: login.clinicId }),
    );
    return { accessToken: await this.tokens.sign(login), refreshToken: login.refreshToken, tokenType: 'Bearer', expiresIn: this.config.accessTokenSeconds, secondFactorRequired: login.limited, user };
  }
}
