import { Instant, OneOf, Uuid, Whole } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { SESSION_KINDS } from '../session.entity.js';
import { RESERVATION_STATUSES } from './reservation.entity.js';

export class NewReservation {
  @Uuid() courseId: string;
  @OneOf(SESSION_KINDS) kind: 'mapping' | 'treatment' | 'follow-up';
  @Instant() startsAt: string;
  @Whole({ optional: true, minimum: 5, maximum: 240, description: 'The protocol’s session length unless told; of a treatment never less than its dose takes.' }) durationMinutes?: number;
  @Uuid({ optional: true, description: 'Assigned when left out.' }) deviceId?: string;
  @Uuid({ optional: true, description: 'Assigned when left out.' }) operatorId?: string;
  @Uuid({ optional: true, description: 'Assigned when left out.' }) roomId?: string;
  @Whole({ optional: true, minimum: 1, maximum: 60, description: 'Kept for so many minutes; 10 unless told.' }) minutes?: number;
}

export class ReservationView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @OneOf(SESSION_KINDS) kind: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Uuid() deviceId: string;
  @Uuid() roomId: string;
  @Uuid() operatorId: string;
  @Instant({ description: 'From then on the time is free for everybody.' }) expiresAt: string;
  @OneOf(RESERVATION_STATUSES) status: string;
  @Uuid({ nullable: true, description: 'What it was booked as.' }) sessionId: string | null;
  @Instant() createdAt: string;
  @Uuid({ nullable: true }) createdBy: string | null;
}

export class ReservationQuery extends PageQuery {
  @OneOf(RESERVATION_STATUSES, { optional: true }) status?: string;
}
