import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clinic } from './clinic.entity.js';
import { ClinicController } from './clinic.controller.js';
import { Closure } from './closure.entity.js';
import { Device } from './device.entity.js';
import { Coil, DeviceCheck } from './device-check.entities.js';
import { DeviceChecksController } from './device-checks.controller.js';
import { DevicesController } from './devices.controller.js';
import { OpeningException } from './opening-exceptions/opening-exception.entity.js';
import { OpeningExceptionsController } from './opening-exceptions/opening-exceptions.controller.js';
import { Room } from './room.entity.js';
import { RoomsController } from './rooms.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Clinic, Closure, OpeningException, Room, Device, DeviceCheck, Coil])],
  controllers: [ClinicController, OpeningExceptionsController, RoomsController, DevicesController, DeviceChecksController],
})
export class ClinicsModule {}
