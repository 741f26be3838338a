import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditSeal } from './audit-seal.entity.js';
import { AuditController } from './audit.controller.js';
import { Sealer } from './sealer.js';

@Module({ imports: [TypeOrmModule.forFeature([AuditEntry, AuditSeal])], controllers: [AuditController], providers: [Sealer] })
export class AuditModule {}
