import { Decimal, Flag, Instant, NestedList, Text, Whole } from '../platform/http/fields.js';

/** Trains in a row that were alike: a new block begins where intensity, coil or place changed. */
export class DeliveredBlock {
  @Whole({ optional: true, minimum: 1, maximum: 5, description: 'Which block of the prescription it belongs to, from 1; needed where that has several.' }) prescribedBlock?: number;
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

/** Pulses have intensity, trains and total; a current has milliamperes and minutes; neurofeedback has minutes. */
export class DeliveredDose {
  @Decimal({ optional: true, minimum: 0, maximum: 200, description: 'Needed for pulses: % of the resting motor threshold; the highest where it changed.' }) intensityPercentRmt?: number;
  @Whole({ optional: true, minimum: 0, maximum: 10_000, description: 'Needed for pulses.' }) trains?: number;
  @Whole({ optional: true, minimum: 0, maximum: 100_000, description: 'Needed for pulses.' }) totalPulses?: number;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: '% of maximum stimulator output.' }) outputPercentMso?: number | null;
  @Text({ optional: true, nullable: true }) coil?: string | null;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: 'Distance of the coil from the planned place.' }) targetDeviationMm?: number | null;
  @NestedList(() => DeliveredBlock, { optional: true, maximumItems: 500, description: 'Together the trains and pulses above. Where the prescription has several blocks, needed unless all were given as prescribed.' }) blocks?: DeliveredBlock[];
  @Decimal({ optional: true, minimum: 0, maximum: 10, description: 'Needed for a current (tDCS).' }) currentMilliamps?: number;
  @Decimal({ optional: true, minimum: 0, maximum: 480, description: 'Needed for a current, without its ramps, and for neurofeedback, without its pauses.' }) durationMinutes?: number;
  @Decimal({ optional: true, nullable: true, minimum: 0.5, maximum: 200, description: 'Of one electrode; as prescribed unless told, never smaller.' }) electrodeAreaSquareCentimetres?: number | null;
  @Text({ optional: true, nullable: true, maximum: 4, description: 'As prescribed unless told.' }) anode?: string | null;
  @Text({ optional: true, nullable: true, maximum: 4, description: 'As prescribed unless told.' }) cathode?: string | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 600, description: 'From nothing to the current.' }) rampUpSeconds?: number | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 600, description: 'From the current to nothing.' }) rampDownSeconds?: number | null;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 1000, description: 'Between the electrodes, as the device shows it.' }) impedanceKiloohms?: number | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 100, description: 'Of neurofeedback.' }) rounds?: number | null;
  @NestedList(() => Interruption, { optional: true, maximumItems: 100 }) interruptions?: Interruption[];
  @Text({ optional: true, nullable: true, maximum: 1000, description: 'Needed when less was given than prescribed, or than was reported.' }) reason?: string | null;
}
