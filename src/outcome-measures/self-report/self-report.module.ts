import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SelfReportLinksController } from './links.controller.js';
import { SelfReportPageController } from './page/self-report-page.controller.js';
import { SelfReportController } from './self-report.controller.js';
import { SelfReportDoor } from './self-report-door.js';
import { SelfReportLink } from './self-report-link.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([SelfReportLink])],
  providers: [SelfReportDoor],
  controllers: [SelfReportLinksController, SelfReportController, SelfReportPageController],
})
export class SelfReportModule {}
