import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { Operations, OperationsQuery } from './operations.dto.js';
import { operations } from './operations.queries.js';

@ApiTags('Cohorts')
@Controller('v1/cohorts')
export class OperationsController {
  constructor(private readonly database: Database) {}

  @Get('operations')
  @Endpoint({ permission: 'cohorts.read', summary: 'How the clinic works: use of devices by hour, no-shows, waiting, adherence, authorisations, sign-offs', answer: Operations })
  operations(@Asker() asker: RequestAsker, @Query() query: OperationsQuery): Promise<Operations> {
    return this.database.work(asker, (work) => operations(work, query));
  }
}
