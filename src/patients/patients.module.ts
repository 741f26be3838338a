import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Condition } from './conditions/condition.entity.js';
import { ConditionsController } from './conditions/conditions.controller.js';
import { Consent } from './consents/consent.entity.js';
import { ConsentsController } from './consents/consents.controller.js';
import { MedicationRecord } from './medications/medication.entity.js';
import { MedicationReviewController } from './medications/medication-review.controller.js';
import { MedicationsController } from './medications/medications.controller.js';
import { Patient } from './patient.entity.js';
import { PatientDemographics } from './patient-demographics.entity.js';
import { PatientsController } from './patients.controller.js';
import { BrokenGlassController } from './restrictions/broken-glass.controller.js';
import { RestrictionsController } from './restrictions/restrictions.controller.js';
import { GlassGrant, GlassReview, PatientRestriction } from './restrictions/restriction.entities.js';
import { ScreeningFormController } from './screenings/screening-form.controller.js';
import { ScreeningRecord } from './screenings/screening.entity.js';
import { ScreeningsController } from './screenings/screenings.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Patient, PatientDemographics, Condition, MedicationRecord, ScreeningRecord, Consent, PatientRestriction, GlassGrant, GlassReview])],
  controllers: [PatientsController, ConditionsController, MedicationsController, MedicationReviewController, ScreeningFormController, ScreeningsController, ConsentsController, RestrictionsController, BrokenGlassController],
})
export class PatientsModule {}
