import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Claim } from './claims/claim.entity.js';
import { Downtime } from './downtimes/downtime.entity.js';
import { DowntimesController } from './downtimes/downtimes.controller.js';
import { Absence } from './shifts/absence.entity.js';
import { AbsencesController } from './shifts/absences.controller.js';
import { Shift } from './shifts/shift.entity.js';
import { ShiftsController } from './shifts/shifts.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Claim, Downtime, Shift, Absence])],
  controllers: [DowntimesController, ShiftsController, AbsencesController],
})
export class SchedulingModule {}
