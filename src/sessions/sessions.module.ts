import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdverseEvent } from './adverse-event.entity.js';
import { AdverseEventsController } from './adverse-events.controller.js';
import { DeliveryController } from './delivery.controller.js';
import { ProgressController } from './progress/progress.controller.js';
import { SessionProgress } from './progress/session-progress.entity.js';
import { SessionCheckRecord } from './session-check.entity.js';
import { Session } from './session.entity.js';
import { SessionsController } from './sessions.controller.js';
import { SessionAddendum, SessionSignature } from './sign-off.entities.js';
import { WaitlistController } from './waitlist/waitlist.controller.js';
import { WaitlistEntry, WaitlistOffer } from './waitlist/waitlist.entities.js';
import { WaitlistJob } from './waitlist/waitlist.job.js';

@Module({
  imports: [TypeOrmModule.forFeature([Session, SessionCheckRecord, SessionSignature, SessionAddendum, AdverseEvent, SessionProgress, WaitlistEntry, WaitlistOffer])],
  controllers: [SessionsController, DeliveryController, AdverseEventsController, ProgressController, WaitlistController],
  providers: [WaitlistJob],
})
export class SessionsModule {}
