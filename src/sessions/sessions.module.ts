import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { followEnd, followPlan } from '../courses/index.js';
import { askBeforeSending } from '../platform/outbox/index.js';
import { AdverseEvent } from './adverse-event.entity.js';
import { AdverseEventRatesController, AdverseEventsController } from './adverse-events.controller.js';
import { BillingController } from './billing-support/billing.controller.js';
import { freeBookings } from './end-of-course.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliverySettingsController } from './delivery-settings/delivery-settings.controller.js';
import { DeviceFile, DeviceFileRow } from './device-files/device-file.entities.js';
import { DeviceFilesController } from './device-files/device-files.controller.js';
import { DeliverySettingsRow } from './delivery-settings/delivery-settings.entity.js';
import { MovesController } from './moves/moves.controller.js';
import { followThePlan } from './moves/reserve-blocks.service.js';
import { ProgressController } from './progress/progress.controller.js';
import { Reservation } from './reservations/reservation.entity.js';
import { ReservationsController } from './reservations/reservations.controller.js';
import { ReservationsJob } from './reservations/reservations.job.js';
import { SessionProgress } from './progress/session-progress.entity.js';
import { SessionCheckRecord } from './session-check.entity.js';
import { Session } from './session.entity.js';
import { SessionsController } from './sessions.controller.js';
import { SignaturesController } from './signatures.controller.js';
import { SessionAddendum, SessionSignature } from './sign-off.entities.js';
import { UnsignedSessionsController } from './unsigned.controller.js';
import { WaitlistController } from './waitlist/waitlist.controller.js';
import { WaitlistEntry, WaitlistOffer } from './waitlist/waitlist.entities.js';
import { WaitlistJob } from './waitlist/waitlist.job.js';
import { whereOfferGoes } from './waitlist/waitlist-offers.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Session, SessionCheckRecord, SessionSignature, SessionAddendum, AdverseEvent, SessionProgress, DeliverySettingsRow, DeviceFile, DeviceFileRow, WaitlistEntry, WaitlistOffer, Reservation]),
  ],
  controllers: [
    SessionsController, MovesController, DeliveryController, ProgressController, UnsignedSessionsController, SignaturesController, AdverseEventsController, AdverseEventRatesController,
    BillingController, DeliverySettingsController, DeviceFilesController, WaitlistController, ReservationsController,
  ],
  providers: [WaitlistJob, ReservationsJob],
})
export class SessionsModule implements OnModuleInit {
  onModuleInit(): void {
    followEnd(freeBookings);
    followPlan(followThePlan);
    askBeforeSending('waitlist-offer', whereOfferGoes);
  }
}
