import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { followMerge, followRaisedRisk, followSharing, followSuicideRisk, followUnclearName } from '../patients/index.js';
import { Adjunct } from './adjuncts/adjunct.entity.js';
import { AdjunctsController } from './adjuncts/adjuncts.controller.js';
import { AttendancesController } from './adjuncts/attendances.controller.js';
import { Authorisation } from './authorisations/authorisation.entity.js';
import { AuthorisationUse } from './authorisations/authorisation-use.entity.js';
import { AuthorisationsController } from './authorisations/authorisations.controller.js';
import { Course } from './course.entity.js';
import { CourseOverride } from './course-override.entity.js';
import { CoursesController } from './courses.controller.js';
import { Hold } from './holds/hold.entity.js';
import { CourseExtension } from './extensions/course-extension.entity.js';
import { AdjunctAttendance } from './adjuncts/adjunct-attendance.entity.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { shareDoses } from './ledger/ledger.service.js';
import { SharedDose } from './ledger/shared-dose.entity.js';
import { carryHolds, holdForMedication, holdForSuicideRisk } from './holds/holds.service.js';
import { HoldsController } from './holds/holds.controller.js';
import { MotorThreshold } from './motor-thresholds/motor-threshold.entity.js';
import { MotorThresholdSignature } from './motor-thresholds/motor-threshold-signature.entity.js';
import { MotorThresholdsController } from './motor-thresholds/motor-thresholds.controller.js';
import { ProgressNote } from './progress-notes/progress-note.entity.js';
import { ProgressNotesController } from './progress-notes/progress-notes.controller.js';
import { StimulationLock, StimulationLockClearance, StimulationLockStep } from './stimulation-locks/stimulation-lock.entities.js';
import { OverdueStepsJob } from './stimulation-locks/overdue-steps.job.js';
import { alertToUnclearName } from './unclear-names.js';
import { StimulationLocksController } from './stimulation-locks/stimulation-locks.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Course, CourseOverride, MotorThreshold, MotorThresholdSignature, Hold, Adjunct, AdjunctAttendance, Authorisation, AuthorisationUse, CourseExtension, ProgressNote, SharedDose, StimulationLock, StimulationLockStep, StimulationLockClearance])],
  controllers: [CoursesController, MotorThresholdsController, HoldsController, AdjunctsController, AttendancesController, AuthorisationsController, ProgressNotesController, LedgerController, StimulationLocksController],
  providers: [OverdueStepsJob],
})
export class CoursesModule implements OnModuleInit {
  onModuleInit(): void {
    followRaisedRisk(holdForMedication);
    followUnclearName(alertToUnclearName);
    followSharing(shareDoses);
    followMerge(carryHolds);
    followSuicideRisk(holdForSuicideRisk);
  }
}
