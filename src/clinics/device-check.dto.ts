import { DateOnly, Flag, Instant, Nested, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';

/** What is looked at, after common makers' instructions for daily use; a design default. */
export class DeviceCheckItems {
  @Flag({ description: 'Coil, handle and cable without crack, burn or loose part.' }) coilAndCableIntact: boolean;
  @Flag({ description: 'Coil temperature and cooling as its maker states.' }) coolingWorks: boolean;
  @Flag({ description: 'The device passed its own test and shows no error.' }) selfTestPassed: boolean;
  @Flag({ description: 'A test pulse was given and heard at the set output.' }) testPulseGiven: boolean;
  @Flag({ description: 'Ear protection, couch and emergency kit are at hand.' }) roomReady: boolean;
}

export class NewDeviceCheck {
  @Nested(() => DeviceCheckItems) items: DeviceCheckItems;
  @Text({ optional: true, maximum: 2000, description: 'Needed when anything is wrong.' }) note?: string;
}

export class DeviceCheckView {
  @Uuid() id: string;
  @Uuid() deviceId: string;
  @DateOnly({ description: 'The clinic’s local date.' }) onDate: string;
  @OneOf(['passed', 'failed']) outcome: string;
  @Nested(() => DeviceCheckItems) items: DeviceCheckItems;
  @Text({ nullable: true, maximum: 2000 }) note: string | null;
  @Instant() checkedAt: string;
  @Uuid() checkedBy: string;
}

export class CoilChange {
  @Whole({ nullable: true, minimum: 1, maximum: 1_000_000_000, description: 'After so many pulses its maker wants it replaced; null for no limit.' }) pulseLimit: number | null;
  @Text({ optional: true, nullable: true, maximum: 100, description: 'As the maker gave it; payers ask for it.' }) serialNumber?: string | null;
}

export class CoilView {
  @Uuid() id: string;
  @Uuid() deviceId: string;
  @Text({ description: 'As it stands in the records of delivery.' }) name: string;
  @Text({ nullable: true, maximum: 100 }) serialNumber: string | null;
  @Whole({ description: 'Given with it so far, stopped sessions included.' }) pulses: number;
  @Whole() sessions: number;
  @Whole({ nullable: true }) pulseLimit: number | null;
  @Whole({ nullable: true, description: 'Pulses left until the limit.' }) pulsesLeft: number | null;
  @Instant() firstUsedAt: string;
  @Instant() lastUsedAt: string;
}
