import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { Clock } from './clock/clock.js';
import type { Config } from './config/config.js';
import { CONFIG } from './config/token.js';
import { connectionOptions } from './database/connection.js';
import { Database } from './database/database.js';
import { ForgetKeysJob } from './database/forget-keys.job.js';
import { Answers } from './http/answers.interceptor.js';
import { Problems } from './http/problems.filter.js';
import { Validation } from './http/validation.js';
import { HealthController } from './observability/health.controller.js';
import { Jobs } from './jobs/jobs.js';
import { LOGGER } from './observability/logger.js';
import { Metrics } from './observability/metrics.js';
import { Readiness } from './observability/readiness.js';
import { Dispatcher } from './outbox/dispatcher.js';
import { Mailer } from './outbox/mailer.js';
import { OutboxMessage } from './outbox/outbox-message.entity.js';
import { Reference } from './openapi/reference.js';
import { ReferenceController } from './openapi/reference.controller.js';

/** What every room stands on: configuration, clock, database, HTTP conventions, logs and measurements. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, clock: Clock, log: Logger): DynamicModule {
    return {
      module: PlatformModule,
      imports: [TypeOrmModule.forRoot({ ...connectionOptions(config), autoLoadEntities: true, retryAttempts: 3, retryDelay: 500 }), TypeOrmModule.forFeature([OutboxMessage])],
      controllers: [HealthController, ReferenceController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: LOGGER, useValue: log },
        Metrics,
        Readiness,
        Reference,
        Database,
        Jobs,
        ForgetKeysJob,
        Mailer,
        Dispatcher,
        { provide: APP_PIPE, useClass: Validation },
        { provide: APP_INTERCEPTOR, useClass: Answers },
        { provide: APP_FILTER, useFactory: () => new Problems(log) },
      ],
      exports: [CONFIG, Clock, LOGGER, Database, Jobs, Mailer, Metrics, Readiness],
    };
  }
}
