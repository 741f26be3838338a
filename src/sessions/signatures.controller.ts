import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../platform/http/route.js';
import { verifyAllSignatures } from './signed-record.js';
import { SignaturesVerdict } from './signed-record.dto.js';

@ApiTags('Audit')
@Controller('v1/signatures')
export class SignaturesController {
  constructor(private readonly database: Database) {}

  @Get('verify')
  @Endpoint({ permission: 'audit.read', summary: 'Hold every signature against the session record that it was given for, as that is stored now', answer: SignaturesVerdict })
  verify(@Asker() asker: RequestAsker): Promise<SignaturesVerdict> {
    return verifyAllSignatures((run) => this.database.read(asker, run));
  }
}
