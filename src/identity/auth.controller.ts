import { Body, Controller, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { record } from '../audit/index.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/token.js';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, type Request, type RequestAsker } from '../platform/http/route.js';
import { AccessTokens } from './access-tokens.js';
import { LoginAnswer, LoginRequest, MeView, PasswordChange, RefreshRequest } from './identity.dto.js';
import { logIn, refresh, revokeSession, type LoggedIn, type Origin } from './login.service.js';
import { changePassword, readStaff } from './staff.service.js';

@ApiTags('Identity')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('login')
  @Endpoint({ openBecause: 'it is how a caller gets a token', summary: 'Log in', answer: LoginAnswer, refuses: ['401 bad-credentials'] })
  async login(@Body() body: LoginRequest, @Req() request: Request): Promise<LoginAnswer> {
    return this.#answer(await logIn(this.database, originOf(request), this.config.refreshTokenDays, body.email, body.password));
  }

  @Post('refresh')
  @Endpoint({ openBecause: 'the refresh token is the credential', summary: 'Swap a refresh token for the next', answer: LoginAnswer, refuses: ['401 refresh-token-spent'] })
  async refresh(@Body() body: RefreshRequest, @Req() request: Request): Promise<LoginAnswer> {
    return this.#answer(await refresh(this.database, originOf(request), body.refreshToken));
  }

  @Post('logout')
  @Endpoint({ permission: 'self.manage', summary: 'End this login' })
  logout(@Asker() asker: RequestAsker): Promise<void> {
    return this.database.work(asker, async (work) => {
      await revokeSession(work, asker.sessionId);
      record(work, { action: 'login.ended', subject: { type: 'staff', id: asker.staffId } });
    });
  }

  @Get('me')
  @Endpoint({ permission: 'self.manage', summary: 'Who am I', answer: MeView })
  me(@Asker() asker: RequestAsker): Promise<MeView> {
    return this.database.read(asker, async (reader) => ({ ...(await readStaff(reader, asker.staffId)), clinicId: asker.clinicId }));
  }

  @Post('change-password')
  @Endpoint({ permission: 'self.manage', summary: 'Change one’s password; every other login of one’s own ends', refuses: ['401 bad-credentials'] })
  changePassword(@Asker() asker: RequestAsker, @Body() body: PasswordChange): Promise<void> {
    return this.database.work(asker, (work) => changePassword(work, asker.staffId, asker.sessionId, body));
  }

  async #answer(login: LoggedIn): Promise<LoginAnswer> {
    const user = await this.database.read(
      { clinicId: login.clinicId, staffId: login.staffId, requestId: 'login', ip: undefined },
      async (reader) => ({ ...(await readStaff(reader, login.staffId)), clinicId: login.clinicId }),
    );
    return { accessToken: await this.tokens.sign(login), refreshToken: login.refreshToken, tokenType: 'Bearer', expiresIn: this.config.accessTokenSeconds, user };
  }
}

const originOf = (request: Request): Origin => ({ requestId: String(request.id), ip: request.ip });
