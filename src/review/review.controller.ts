import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { CourseReview } from './course-review/course-review.dto.js';
import { courseReview } from './course-review/course-review.queries.js';

@ApiTags('Review')
@Controller('v1')
export class ReviewController {
  constructor(private readonly database: Database) {}

  @Get('courses/:id/review')
  @Endpoint({ permission: 'clinical.read', summary: 'Is the course helping? Change, responders, adherence, dose, harm', answer: CourseReview, of: { id: 'courses' } })
  course(@Asker() asker: RequestAsker, @Id() id: string): Promise<CourseReview> {
    return this.database.work(asker, (work) => courseReview(work, id));
  }
}
