import { DateOnly, Flag, Instant, Nested, Text, Uuid, WallTime, Whole } from '../../platform/http/fields.js';

export class NewAttendance {
  @DateOnly() onDate: string;
  @WallTime({ optional: true, nullable: true, description: 'Where several appointments fall on one day; the clinic’s time.' }) at?: string | null;
  @Flag() attended: boolean;
  @Whole({ optional: true, nullable: true, minimum: 1, maximum: 1440 }) minutes?: number | null;
  @Text({ optional: true, nullable: true, maximum: 2000 }) note?: string | null;
}

export class AttendanceCorrection {
  @DateOnly({ optional: true }) onDate?: string;
  @WallTime({ optional: true, nullable: true }) at?: string | null;
  @Flag({ optional: true }) attended?: boolean;
  @Whole({ optional: true, nullable: true, minimum: 1, maximum: 1440 }) minutes?: number | null;
  @Text({ optional: true, nullable: true, maximum: 2000 }) note?: string | null;
  @Text({ minimum: 3, maximum: 2000, description: 'What was wrong.' }) reason: string;
}

export class AttendanceStrike {
  @Text({ minimum: 3, maximum: 2000, description: 'Why there should be no such entry.' }) reason: string;
}

export class AttendanceStruck {
  @Instant() at: string;
  @Uuid() by: string;
  @Text({ maximum: 2000 }) reason: string;
}

export class AttendanceView {
  @Uuid() id: string;
  @Uuid() adjunctId: string;
  @DateOnly() onDate: string;
  @WallTime({ nullable: true }) at: string | null;
  @Flag() attended: boolean;
  @Whole({ nullable: true }) minutes: number | null;
  @Text({ nullable: true, maximum: 2000 }) note: string | null;
  @Uuid() recordedBy: string;
  @Instant() recordedAt: string;
  @Uuid({ nullable: true, description: 'The entry that this one stands in place of.' }) corrects: string | null;
  @Nested(() => AttendanceStruck, { nullable: true, description: 'Entered in error, and counted no more.' }) struckOut: AttendanceStruck | null;
}
