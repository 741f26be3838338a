import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { followEnd } from '../../courses/index.js';
import { DiaryMailJob } from './diary/diary-mail.job.js';
import { DiarySettingsController } from './diary/diary-settings.controller.js';
import { DiarySettings, SelfReportMailToken } from './diary/diary.entities.js';
import { SelfReportLinksController } from './links.controller.js';
import { withdrawMailOfCourse } from './links.queries.js';
import { SelfReportPageController } from './page/self-report-page.controller.js';
import { SelfReportController } from './self-report.controller.js';
import { SelfReportDoor } from './self-report-door.js';
import { SelfReportLink } from './self-report-link.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([SelfReportLink, SelfReportMailToken, DiarySettings])],
  providers: [SelfReportDoor, DiaryMailJob],
  controllers: [SelfReportLinksController, DiarySettingsController, SelfReportController, SelfReportPageController],
})
export class SelfReportModule implements OnModuleInit {
  onModuleInit(): void {
    followEnd(withdrawMailOfCourse);
  }
}
