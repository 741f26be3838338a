import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clinic } from './clinic.entity.js';
import { ClinicController } from './clinic.controller.js';
import { Closure } from './closure.entity.js';
import { Device } from './device.entity.js';
import { DevicesController } from './devices.controller.js';
import { Room } from './room.entity.js';
import { RoomsController } from './rooms.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Clinic, Closure, Room, Device])],
  controllers: [ClinicController, RoomsController, DevicesController],
})
export class ClinicsModule {}
