import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditController } from './audit.controller.js';

@Module({ imports: [TypeOrmModule.forFeature([AuditEntry])], controllers: [AuditController] })
export class AuditModule {}
