import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { REPLAY_CHECK } from '../platform/database/idempotency.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditSeal } from './audit-seal.entity.js';
import { AuditController } from './audit.controller.js';
import { SealingJob } from './sealing.job.js';
import { seenAgain } from './seen-again.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry, AuditSeal])],
  controllers: [AuditController],
  providers: [SealingJob, { provide: REPLAY_CHECK, useValue: seenAgain }],
  exports: [REPLAY_CHECK],
})
export class AuditModule {}
