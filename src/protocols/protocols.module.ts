import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Protocol } from './protocol.entity.js';
import { ProtocolReview } from './protocol-review.entity.js';
import { ProtocolVersion } from './protocol-version.entity.js';
import { SafetyLimitsController } from './limits/safety-limits.controller.js';
import { SafetyLimitsRow } from './limits/safety-limits.entity.js';
import { ProtocolsController } from './protocols.controller.js';

@Module({ imports: [TypeOrmModule.forFeature([Protocol, ProtocolVersion, ProtocolReview, SafetyLimitsRow])], controllers: [ProtocolsController, SafetyLimitsController] })
export class ProtocolsModule {}
