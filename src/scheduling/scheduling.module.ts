import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BookingSettingsController } from './booking-settings/booking-settings.controller.js';
import { BookingSettingsRow } from './booking-settings/booking-settings.entity.js';
import { Claim } from './claims/claim.entity.js';
import { CompetenceRow } from './competences/competence.entity.js';
import { CompetencesController } from './competences/competences.controller.js';
import { Downtime } from './downtimes/downtime.entity.js';
import { DowntimesController } from './downtimes/downtimes.controller.js';
import { OpeningDaysController } from './opening-days/opening-days.controller.js';
import { Absence } from './shifts/absence.entity.js';
import { AbsencesController } from './shifts/absences.controller.js';
import { Shift } from './shifts/shift.entity.js';
import { ShiftsController } from './shifts/shifts.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Claim, Downtime, Shift, Absence, CompetenceRow, BookingSettingsRow])],
  controllers: [DowntimesController, ShiftsController, AbsencesController, CompetencesController, BookingSettingsController, OpeningDaysController],
})
export class SchedulingModule {}
