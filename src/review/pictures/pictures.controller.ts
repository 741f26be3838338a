import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { invalid } from '../../platform/errors/refusal.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type Reply, type RequestAsker } from '../../platform/http/route.js';
import { courseReview } from '../course-review/course-review.queries.js';
import { coursePicture } from './course-picture.js';
import { pictureFacts } from './picture-facts.js';
import { PictureQuery } from './pictures.dto.js';
import { drawSvg } from './svg.js';

@ApiTags('Review')
@Controller('v1')
export class PicturesController {
  constructor(private readonly database: Database) {}

  @Get('courses/:id/review.svg')
  @Endpoint({ permission: 'clinical.read', summary: 'A measure of the course as a picture', description: 'Scores over time with baseline and response lines (30 %, 50 %), sessions, motor thresholds and adverse events. Readable in black and white; its text alternative is in it.', media: 'image/svg+xml', of: { id: 'courses' } })
  async picture(@Asker() asker: RequestAsker, @Id() id: string, @Query() { measure, theme = 'light' }: PictureQuery, @Res() reply: Reply): Promise<void> {
    const picture = await this.database.work(asker, async (work) => {
      const review = await courseReview(work, id);
      const chosen = review.measures.find((one) => measure === undefined || one.measure === measure);
      if (!chosen) throw invalid('/measure', 'not-measured', measure === undefined ? 'the course has no assessment yet' : 'was not measured in this course');
      return coursePicture(review, chosen, await pictureFacts(work, id), theme);
    });
    void reply.header('Content-Type', 'image/svg+xml; charset=utf-8').header('Content-Disposition', 'inline; filename="review.svg"').send(await drawSvg(picture));
  }
}
