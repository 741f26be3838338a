import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { CohortOutcomes, OutcomesQuery } from './cohort.dto.js';
import { cohortComparison } from './comparison.js';
import { CohortComparison, ComparisonQuery } from './comparison.dto.js';
import { cohortHarms } from './harms.js';
import { CohortHarms, HarmsQuery } from './harms.dto.js';
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

  @Get('comparison')
  @Endpoint({ permission: 'cohorts.read', summary: 'Two groups at the same baseline: adjusted difference, number needed, assumptions', answer: CohortComparison, refuses: ['422 too-many-groups'] })
  comparison(@Asker() asker: RequestAsker, @Query() query: ComparisonQuery): Promise<CohortComparison> {
    return this.database.work(asker, (work) => cohortComparison(work, query));
  }

  @Get('adverse-events')
  @Endpoint({ permission: 'cohorts.read', summary: 'How often harm came, by group, with exact intervals', answer: CohortHarms, refuses: ['422 too-many-groups'] })
  harms(@Asker() asker: RequestAsker, @Query() query: HarmsQuery): Promise<CohortHarms> {
    return this.database.work(asker, (work) => cohortHarms(work, query));
  }
}
