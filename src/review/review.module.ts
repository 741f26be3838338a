import { Module } from '@nestjs/common';
import { CohortsController } from './cohorts/cohorts.controller.js';
import { CohortPicturesController } from './cohorts/pictures/cohort-pictures.controller.js';
import { BoardStream } from './day-board/board-stream.js';
import { DayBoardController } from './day-board/day-board.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { OperationsController } from './operations/operations.controller.js';
import { PicturesController } from './pictures/pictures.controller.js';
import { ReportController } from './report/report.controller.js';
import { ReviewController } from './review.controller.js';

@Module({
  controllers: [CohortPicturesController, CohortsController, DayBoardController, ExportsController, OperationsController, PicturesController, ReportController, ReviewController],
  providers: [BoardStream],
})
export class ReviewModule {}
