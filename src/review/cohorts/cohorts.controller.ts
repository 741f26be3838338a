import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { CohortOutcomes, OutcomesQuery } from './cohort.dto.js';
import { cohortOutcomes } from './outcomes.js';

@ApiTags('Cohorts')
@Controller('v1/cohorts')
export class CohortsController {
  constructor(private readonly database: Database) {}

  @Get('outcomes')
  @Endpoint({ permission: 'cohorts.read', summary: 'What helped whom: change and responders by group, small groups hidden', answer: CohortOutcomes, refuses: ['422 too-many-groups'] })
  outcomes(@Asker() asker: RequestAsker, @Query() query: OutcomesQuery): Promise<CohortOutcomes> {
    return this.database.work(asker, (work) => cohortOutcomes(work, query));
  }
}
