import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Alert } from './alert.entity.js';
import { AlertsController } from './alerts.controller.js';

@Module({ imports: [TypeOrmModule.forFeature([Alert])], controllers: [AlertsController] })
export class AlertsModule {}
