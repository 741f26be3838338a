import { Module } from '@nestjs/common';
import { CohortsController } from './cohorts/cohorts.controller.js';
import { ReviewController } from './review.controller.js';

@Module({ controllers: [ReviewController, CohortsController] })
export class ReviewModule {}
