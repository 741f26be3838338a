import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Alert, AlertSettings } from './alert.entity.js';
import { AlertRulesController } from './alert-rules.controller.js';
import { AlertsController } from './alerts.controller.js';
import { EscalationJob } from './escalation.job.js';

@Module({ imports: [TypeOrmModule.forFeature([Alert, AlertSettings])], controllers: [AlertsController, AlertRulesController], providers: [EscalationJob] })
export class AlertsModule {}
