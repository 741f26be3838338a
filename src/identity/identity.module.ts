import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HEAD_SIGNER } from '../audit/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/token.js';
import { SESSION_CHECK } from '../platform/database/database.js';
import { AccountLink } from './accounts/account-link.entity.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { Accounts } from './accounts/accounts.service.js';
import { ForgottenPasswords } from './accounts/forgotten-passwords.job.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { LoginSession } from './login-session.entity.js';
import { Logins } from './login.service.js';
import { OpenIdLogins } from './openid/openid-login.js';
import { Proofs } from './proof.service.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RecoveryCode, SecondFactor, SecuritySettings } from './second-factor/second-factor.entities.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecretBox } from './second-factor/secret-box.js';
import { SecuritySettingsController } from './second-factor/security-settings.controller.js';
import { sessionCheck } from './session-check.js';
import { StaffController } from './staff.controller.js';
import { StaffMember } from './staff-member.entity.js';
import { LoginCounter } from './throttle/login-counter.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([StaffMember, LoginSession, RefreshToken, LoginCounter, SecondFactor, RecoveryCode, SecuritySettings, AccountLink, ApiKey])],
  controllers: [AuthController, AccountsController, ApiKeysController, SecondFactorController, SecuritySettingsController, StaffController],
  providers: [
    { provide: SESSION_CHECK, useValue: sessionCheck },
    {
      provide: AccessTokens,
      inject: [CONFIG, Clock],
      useFactory: (config: Config, clock: Clock) => AccessTokens.make(config.tokenSigningKey, config.tokenVerificationKeys, config.publicUrl, config.accessTokenSeconds, clock, config.auditHeadKeys),
    },
    { provide: HEAD_SIGNER, useExisting: AccessTokens },
    { provide: SecretBox, inject: [CONFIG], useFactory: (config: Config) => new SecretBox(config.secretsKeys) },
    Accounts,
    ForgottenPasswords,
    Logins,
    OpenIdLogins,
    Proofs,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [SESSION_CHECK, HEAD_SIGNER, Proofs],
})
export class IdentityModule {}
