import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { SafetyLimitsChange, SafetyLimitsView } from './safety-limits.dto.js';
import { changeSafetyLimits, readSafetyLimits } from './safety-limits.service.js';

@ApiTags('Protocols')
@Controller('v1/safety-limits')
export class SafetyLimitsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'protocols.read', summary: 'The limits by which doses and sessions are judged, each with its source', answer: SafetyLimitsView })
  read(@Asker() asker: RequestAsker): Promise<SafetyLimitsView> {
    return this.database.read(asker, readSafetyLimits);
  }

  @Patch()
  @Endpoint({ permission: 'safety-limits.write', summary: 'Set the clinic’s own; the limits of hard stops only to be stricter', answer: SafetyLimitsView, ifMatch: true })
  change(@Asker() asker: RequestAsker, @Body() body: SafetyLimitsChange): Promise<SafetyLimitsView> {
    return this.database.work(asker, (work) => changeSafetyLimits(work, asker.ifMatch, body));
  }
}
