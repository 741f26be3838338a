import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { DoseLedger } from './ledger.dto.js';
import { doseLedger } from './ledger.service.js';

@ApiTags('Courses')
@Controller('v1/patients/:id/dose-ledger')
export class LedgerController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Everything the patient was given, over all courses', answer: DoseLedger, of: { id: 'patients' } })
  read(@Asker() asker: RequestAsker, @Id() id: string): Promise<DoseLedger> {
    return this.database.work(asker, (work) => doseLedger(work, id));
  }
}
