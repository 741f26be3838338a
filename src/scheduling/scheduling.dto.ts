import { Instant, Text, Uuid } from '../platform/http/fields.js';

export class NewDowntime {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Text() reason: string;
}

export class DowntimeView extends NewDowntime {
  @Uuid() id: string;
  @Uuid() deviceId: string;
}

export class NewShift {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
}

export class ShiftView extends NewShift {
  @Uuid() id: string;
  @Uuid() staffId: string;
}

export class NewAbsence {
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @Text() reason: string;
}

export class AbsenceView extends NewAbsence {
  @Uuid() id: string;
  @Uuid() staffId: string;
}
