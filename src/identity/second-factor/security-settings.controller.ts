import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { requireFreshProof } from '../proof.service.js';
import { SecuritySettingsChange, SecuritySettingsView } from './second-factor.dto.js';
import { SecretBox } from './secret-box.js';
import { changeSecuritySettings, readSecuritySettings } from './security-settings.service.js';

@ApiTags('Staff')
@Controller('v1/security-settings')
export class SecuritySettingsController {
  constructor(
    private readonly database: Database,
    @Inject(SecretBox) private readonly box: SecretBox,
  ) {}

  @Get()
  @Endpoint({ permission: 'security.write', summary: 'What the clinic demands of its staff beyond a password', answer: SecuritySettingsView })
  read(@Asker() asker: RequestAsker): Promise<SecuritySettingsView> {
    return this.database.read(asker, readSecuritySettings);
  }

  @Patch()
  @Endpoint({ permission: 'security.write', summary: 'Demand a second factor of roles', answer: SecuritySettingsView, ifMatch: true, refuses: ['403 confirmation-required', '409 second-factor-unavailable'] })
  change(@Asker() asker: RequestAsker, @Body() body: SecuritySettingsChange): Promise<SecuritySettingsView> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId);
      return changeSecuritySettings(work, this.box, asker.ifMatch, body);
    });
  }
}
