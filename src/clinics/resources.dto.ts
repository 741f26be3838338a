import { Decimal, OneOf, SomeOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { COIL_TYPES, LONGEST_COOLING_MINUTES, type CoilType } from './coil-types.js';

export const MODALITIES = ['rtms', 'itbs', 'ctbs', 'deep-tms', 'single-pulse', 'tdcs', 'neurofeedback'] as const;
const STATUSES = ['in-service', 'out-of-service'] as const;

export class NewRoom {
  @Text() name: string;
  @OneOf(STATUSES, { optional: true }) status?: string;
}

export class RoomChange {
  @Text({ optional: true }) name?: string;
  @OneOf(STATUSES, { optional: true }) status?: string;
}

export class RoomView {
  @Uuid() id: string;
  @Text() name: string;
  @OneOf(STATUSES) status: string;
}

export class NewDevice {
  @Text() name: string;
  @Text() manufacturer: string;
  @Text() model: string;
  @Text({ optional: true, nullable: true, maximum: 100, description: 'As the maker gave it; payers ask for it.' }) serialNumber?: string | null;
  @SomeOf(MODALITIES, { minimumItems: 1 }) modalities: string[];
  @Text({ optional: true, maximum: 1000, description: 'e.g. an output limit that applies to this device' }) maxOutputNote?: string;
  @Decimal({ optional: true, nullable: true, minimum: 1, maximum: 100, description: 'No session starts whose output comes to more, in % of maximum stimulator output (rule S18).' }) maximumOutputPercentMso?: number | null;
  @OneOf(COIL_TYPES, { optional: true, nullable: true, description: 'The kind of coil it is fitted with; a threshold measured with another kind does not carry over (rule S22).' }) coilType?: CoilType | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: LONGEST_COOLING_MINUTES, description: 'The coil rests so long after a session before the next begins, as its maker asks; runs beside the turnover. null: our default.' }) coolingMinutes?: number | null;
  @Whole({ optional: true, minimum: 0, maximum: 120, description: 'So long from the first opening of a day the device is kept free for its daily check.' }) dailyCheckMinutes?: number;
  @OneOf(STATUSES, { optional: true }) status?: string;
}

export class DeviceChange {
  @Text({ optional: true }) name?: string;
  @Text({ optional: true }) manufacturer?: string;
  @Text({ optional: true }) model?: string;
  @Text({ optional: true, nullable: true, maximum: 100, description: 'As the maker gave it; payers ask for it.' }) serialNumber?: string | null;
  @SomeOf(MODALITIES, { optional: true, minimumItems: 1 }) modalities?: string[];
  @Text({ optional: true, nullable: true, maximum: 1000 }) maxOutputNote?: string | null;
  @Decimal({ optional: true, nullable: true, minimum: 1, maximum: 100, description: 'No session starts whose output comes to more, in % of maximum stimulator output (rule S18).' }) maximumOutputPercentMso?: number | null;
  @OneOf(COIL_TYPES, { optional: true, nullable: true, description: 'The kind of coil it is fitted with; a threshold measured with another kind does not carry over (rule S22).' }) coilType?: CoilType | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: LONGEST_COOLING_MINUTES, description: 'The coil rests so long after a session before the next begins, as its maker asks; runs beside the turnover. null: our default.' }) coolingMinutes?: number | null;
  @Whole({ optional: true, minimum: 0, maximum: 120, description: 'So long from the first opening of a day the device is kept free for its daily check.' }) dailyCheckMinutes?: number;
  @OneOf(STATUSES, { optional: true }) status?: string;
}

export class DeviceView {
  @Uuid() id: string;
  @Text() name: string;
  @Text() manufacturer: string;
  @Text() model: string;
  @Text({ nullable: true, maximum: 100 }) serialNumber: string | null;
  @SomeOf(MODALITIES) modalities: string[];
  @Text({ nullable: true, maximum: 1000 }) maxOutputNote: string | null;
  @Decimal({ nullable: true }) maximumOutputPercentMso: number | null;
  @OneOf(COIL_TYPES, { nullable: true }) coilType: CoilType | null;
  @Whole({ description: 'Minutes that the coil rests after a session before the next begins.' }) coolingMinutes: number;
  @OneOf(['design-default', 'clinic'], { description: 'Where that number comes from: our default, or the clinic after its maker’s instructions.' }) coolingProvenance: string;
  @Whole({ description: 'Minutes from the first opening of a day in which the device is kept free for its daily check.' }) dailyCheckMinutes: number;
  @OneOf(STATUSES) status: string;
}
