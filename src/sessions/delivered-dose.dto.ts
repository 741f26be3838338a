import { Decimal, Flag, Instant, NestedList, Text, Whole } from '../platform/http/fields.js';

/** Trains in a row that were alike: a new block begins where intensity, coil or place changed. */
export class DeliveredBlock {
  @Decimal({ minimum: 0, maximum: 200, description: '% of the resting motor threshold.' }) intensityPercentRmt: number;
  @Whole({ minimum: 0, maximum: 10_000 }) trains: number;
  @Whole({ minimum: 0, maximum: 100_000 }) totalPulses: number;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: '% of maximum stimulator output.' }) outputPercentMso?: number | null;
  @Text({ optional: true, nullable: true }) coil?: string | null;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: 'Distance of the coil from the planned place.' }) targetDeviationMm?: number | null;
  @Flag({ optional: true, description: 'Given while the intensity was still being raised.' }) rampStep?: boolean;
  @Instant({ optional: true, nullable: true }) startedAt?: string | null;
  @Instant({ optional: true, nullable: true }) endedAt?: string | null;
}

export class Interruption {
  @Text({ maximum: 1000 }) reason: string;
  @Instant({ optional: true, nullable: true }) startedAt?: string | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 28_800 }) durationSeconds?: number | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 10_000, description: 'After how many trains.' }) afterTrains?: number | null;
}

export class DeliveredDose {
  @Decimal({ minimum: 0, maximum: 200, description: '% of the resting motor threshold; the highest where it changed.' }) intensityPercentRmt: number;
  @Whole({ minimum: 0, maximum: 10_000 }) trains: number;
  @Whole({ minimum: 0, maximum: 100_000 }) totalPulses: number;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: '% of maximum stimulator output.' }) outputPercentMso?: number | null;
  @Text({ optional: true, nullable: true }) coil?: string | null;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: 'Distance of the coil from the planned place.' }) targetDeviationMm?: number | null;
  @NestedList(() => DeliveredBlock, { optional: true, maximumItems: 500, description: 'Together the trains and pulses above.' }) blocks?: DeliveredBlock[];
  @NestedList(() => Interruption, { optional: true, maximumItems: 100 }) interruptions?: Interruption[];
  @Text({ optional: true, nullable: true, maximum: 1000, description: 'Needed when less was given than prescribed, or than was reported.' }) reason?: string | null;
}
