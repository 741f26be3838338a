import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../../platform/database/database.js';
import { Endpoint } from '../../../platform/http/endpoint.js';
import { Asker, type Reply, type RequestAsker } from '../../../platform/http/route.js';
import { drawSvg } from '../../pictures/svg.js';
import { cohortPicture } from './cohort-picture.js';
import { CohortPictureQuery } from './cohort-pictures.dto.js';

@ApiTags('Cohorts')
@Controller('v1/cohorts')
export class CohortPicturesController {
  constructor(private readonly database: Database) {}

  @Get('outcomes.svg')
  @Endpoint({ permission: 'cohorts.read', summary: 'What helped whom, as a picture', description: 'The groups of /v1/cohorts/outcomes, hidden as there; where a picture is made of single improvements, each bar or step is the mean of five patients or more. Readable in black and white; its text alternative is in it.', media: 'image/svg+xml', refuses: ['422 too-many-groups'] })
  async picture(@Asker() asker: RequestAsker, @Query() query: CohortPictureQuery, @Res() reply: Reply): Promise<void> {
    const picture = await this.database.work(asker, (work) => cohortPicture(work, query));
    void reply.header('Content-Type', 'image/svg+xml; charset=utf-8').header('Content-Disposition', `inline; filename="cohort-${query.picture}.svg"`).send(await drawSvg(picture));
  }
}
