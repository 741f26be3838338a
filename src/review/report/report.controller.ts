import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { seen } from '../../audit/index.js';
import { readStaff } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type Reply, type RequestAsker } from '../../platform/http/route.js';
import { toPdf } from '../../platform/pdf/pdf.js';
import { courseReview } from '../course-review/course-review.queries.js';
import { coursePicture } from '../pictures/course-picture.js';
import { pictureFacts } from '../pictures/picture-facts.js';
import { drawSvg } from '../pictures/svg.js';
import { reportDocument } from './report-document.js';
import { reportFacts } from './report-facts.js';
import { ReportQuery } from './report.dto.js';

@ApiTags('Review')
@Controller('v1')
export class ReportController {
  constructor(private readonly database: Database) {}

  @Get('courses/:id/review.pdf')
  @Endpoint({ permission: 'clinical.read', summary: 'The review as a report on paper', description: 'Letterhead and the patient’s identity on every page, the review’s numbers and pictures, sign-off; for the clinician, the payer or the patient.', media: 'application/pdf', of: { id: 'courses' } })
  async report(@Asker() asker: RequestAsker, @Id() id: string, @Query() { audience = 'clinician' }: ReportQuery, @Res() reply: Reply): Promise<void> {
    const found = await this.database.work(asker, async (work) => {
      const review = await courseReview(work, id);
      seen(work, { action: 'review.printed', subject: { type: 'course', id }, patientId: review.patientId });
      return { review, facts: await reportFacts(work, id), drawn: await pictureFacts(work, id), printedAt: work.now, printedBy: (await readStaff(work, asker.staffId)).displayName };
    });
    const { drawn, ...rest } = found;
    const pictures = await Promise.all(rest.review.measures.map((measure) => drawSvg(coursePicture(rest.review, measure, drawn, 'light'))));
    const pdf = await toPdf(reportDocument({ ...rest, audience, pictures }));
    void reply.header('Content-Type', 'application/pdf').header('Content-Disposition', `inline; filename="review-${audience}.pdf"`).send(pdf);
  }
}
