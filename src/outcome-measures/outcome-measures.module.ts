import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Assessment } from './assessments/assessment.entity.js';
import { AssessmentsController } from './assessments/assessments.controller.js';
import { MeasuresController } from './measures.controller.js';
import { SelfReportModule } from './self-report/self-report.module.js';

@Module({ imports: [TypeOrmModule.forFeature([Assessment]), SelfReportModule], controllers: [MeasuresController, AssessmentsController] })
export class OutcomeMeasuresModule {}
