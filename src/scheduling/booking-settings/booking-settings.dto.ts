import { OneOf, Uuid, Whole } from '../../platform/http/fields.js';

export class BookingSettingsChange {
  @Whole({ optional: true, minimum: 0, maximum: 336, description: 'A patient who cancels later than so many hours before the booked time cancels late.' }) cancellationNoticeHours?: number;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 1440, description: 'Check-in is possible until so many minutes after the booked time; null: as long as a start is.' }) checkInClosesMinutes?: number | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 1440, description: 'Stimulation may start until so many minutes after the booked time; null: it is never too late.' }) startClosesMinutes?: number | null;
}

export class BookingSettingsView {
  @Uuid({ description: 'The clinic’s.' }) id: string;
  @Whole() cancellationNoticeHours: number;
  @Whole({ nullable: true, description: 'Null: as long as a start is possible.' }) checkInClosesMinutes: number | null;
  @Whole({ nullable: true, description: 'Null: never too late.' }) startClosesMinutes: number | null;
  @OneOf(['design-default', 'clinic'], { description: 'Whether these are our defaults or what the clinic has decided.' }) provenance: string;
  @Whole({ description: '0 while nothing was changed.' }) revision: number;
}
