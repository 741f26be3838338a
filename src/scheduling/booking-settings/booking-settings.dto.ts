import { OneOf, Uuid, Whole } from '../../platform/http/fields.js';

export class BookingSettingsChange {
  @Whole({ optional: true, minimum: 0, maximum: 336, description: 'A patient who cancels later than so many hours before the booked time cancels late.' }) cancellationNoticeHours?: number;
  @Whole({ optional: true, minimum: 0, maximum: 1440, description: 'Check-in is possible until so many minutes after the booked time.' }) checkInClosesMinutes?: number;
  @Whole({ optional: true, minimum: 0, maximum: 1440, description: 'Stimulation may start until so many minutes after the booked time.' }) startClosesMinutes?: number;
}

export class BookingSettingsView {
  @Uuid({ description: 'The clinic’s.' }) id: string;
  @Whole() cancellationNoticeHours: number;
  @Whole() checkInClosesMinutes: number;
  @Whole() startClosesMinutes: number;
  @OneOf(['design-default', 'clinic'], { description: 'Whether these are our defaults or what the clinic has decided.' }) provenance: string;
  @Whole({ description: '0 while nothing was changed.' }) revision: number;
}
