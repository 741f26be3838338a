import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { AlertsModule } from './alerts/index.js';
import { AuditModule } from './audit/index.js';
import { ClinicsModule } from './clinics/index.js';
import { CoursesModule } from './courses/index.js';
import { IdentityModule } from './identity/index.js';
import { InteropModule } from './interop/index.js';
import { OutcomeMeasuresModule } from './outcome-measures/index.js';
import { PatientsModule } from './patients/index.js';
import type { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProtocolsModule } from './protocols/index.js';
import { ReviewModule } from './review/index.js';
import { SchedulingModule } from './scheduling/index.js';
import { SessionsModule } from './sessions/index.js';

/** The table of contents, from the ground up: each room leans only on those above it in this list. */
@Module({})
export class AppModule {
  static with(config: Config, clock: Clock, log: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, clock, log),
        AuditModule,
        IdentityModule,
        ClinicsModule,
        AlertsModule,
        PatientsModule,
        ProtocolsModule,
        CoursesModule,
        SchedulingModule,
        SessionsModule,
        OutcomeMeasuresModule,
        ReviewModule,
        InteropModule,
      ],
    };
  }
}
