import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Assessment } from './assessments/assessment.entity.js';
import { AssessmentsController } from './assessments/assessments.controller.js';
import { ClinicMeasure } from './clinic-measures/clinic-measure.entity.js';
import { declareDueMeasures } from '../courses/read.js';
import { LicenceStatement } from './licences/licence-statement.entity.js';
import { LicencesController } from './licences/licences.controller.js';
import { MeasuresController } from './measures.controller.js';
import { dueOfCourse } from './plans/due.queries.js';
import { AssessmentPlan, AssessmentSkip } from './plans/plan.entities.js';
import { PlansController } from './plans/plans.controller.js';
import { SelfReportModule } from './self-report/self-report.module.js';
import { MeasureSettingsController } from './settings/measure-settings.controller.js';
import { MeasureSettings } from './settings/measure-settings.entity.js';
import { MeasureValueSet } from './value-sets/value-set.entity.js';
import { ValueSetsController } from './value-sets/value-sets.controller.js';
import { MeasureWording } from './wordings/measure-wording.entity.js';
import { WordingsController } from './wordings/wordings.controller.js';
import { CourseWatchJob } from './watch/course-watch.job.js';

// Sessions beside this room say at check-in what is due.
declareDueMeasures(dueOfCourse);

// The plan's routes come first: `assessments/due` is no assessment.
@Module({
  imports: [TypeOrmModule.forFeature([Assessment, AssessmentPlan, AssessmentSkip, ClinicMeasure, LicenceStatement, MeasureSettings, MeasureValueSet, MeasureWording]), SelfReportModule],
  controllers: [PlansController, MeasuresController, LicencesController, ValueSetsController, WordingsController, MeasureSettingsController, AssessmentsController],
  providers: [CourseWatchJob],
})
export class OutcomeMeasuresModule {}
