import { Instant, NestedList, OneOf, Uuid, WallTime, Whole } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { OFFER_STATUSES, WAITLIST_STATUSES } from './waitlist.entities.js';

export class WaitlistWindow {
  @Whole({ optional: true, minimum: 1, maximum: 7, description: 'ISO weekday; every weekday unless told.' }) weekday?: number;
  @WallTime({ description: 'The session does not start before.' }) from: string;
  @WallTime({ example: '12:00', description: 'The session has ended by.' }) to: string;
}

export class NewWaitlistEntry {
  @Uuid() courseId: string;
  @Uuid({ optional: true, description: 'A booked session to bring forward; one more session of the course unless told.' }) sessionId?: string;
  @NestedList(() => WaitlistWindow, { minimumItems: 1, maximumItems: 20 }) windows: WaitlistWindow[];
  @Instant({ description: 'Until when the patient would take an offer; 92 days ahead at most.' }) expiresAt: string;
}

export class WaitlistOfferView {
  @Uuid() id: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
  @Instant({ description: 'The offer ends then; it reserves nothing, the first answer wins.' }) expiresAt: string;
  @OneOf(OFFER_STATUSES) status: string;
}

export class WaitlistEntryView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Uuid({ nullable: true }) sessionId: string | null;
  @NestedList(() => WaitlistWindow) windows: WaitlistWindow[];
  @Instant() expiresAt: string;
  @OneOf(WAITLIST_STATUSES) status: string;
  @Instant() createdAt: string;
  @NestedList(() => WaitlistOfferView, { description: 'Newest first.' }) offers: WaitlistOfferView[];
}

export class WaitlistQuery extends PageQuery {
  @OneOf(WAITLIST_STATUSES, { optional: true }) status?: string;
}
