import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Protocol } from './protocol.entity.js';
import { ProtocolReview } from './protocol-review.entity.js';
import { ProtocolVersion } from './protocol-version.entity.js';
import { ProtocolsController } from './protocols.controller.js';

@Module({ imports: [TypeOrmModule.forFeature([Protocol, ProtocolVersion, ProtocolReview])], controllers: [ProtocolsController] })
export class ProtocolsModule {}
