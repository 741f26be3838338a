import { Decimal, Flag, Instant, NestedList, Text, Uuid, Whole } from '../../platform/http/fields.js';

export class NewProgress {
  @Whole({ optional: true, minimum: 1, maximum: 5, description: 'Which block of the prescription, from 1; needed where that has several.' }) prescribedBlock?: number;
  @Whole({ minimum: 1, maximum: 10_000, description: 'Trains given since the last report; they are added to it.' }) trains: number;
  @Whole({ optional: true, minimum: 1, maximum: 100_000, description: 'Trains times pulses per train unless told.' }) totalPulses?: number;
  @Decimal({ optional: true, minimum: 0, maximum: 200, description: '% of the resting motor threshold; as prescribed unless told.' }) intensityPercentRmt?: number;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: '% of maximum stimulator output.' }) outputPercentMso?: number | null;
  @Text({ optional: true, nullable: true }) coil?: string | null;
  @Decimal({ optional: true, nullable: true, minimum: 0, maximum: 100, description: 'Distance of the coil from the planned place.' }) targetDeviationMm?: number | null;
  @Flag({ optional: true, description: 'Given while the intensity was still being raised.' }) rampStep?: boolean;
  @Text({ optional: true, nullable: true, maximum: 1000, description: 'e.g. why it was interrupted.' }) note?: string | null;
}

export class ProgressView {
  @Uuid() id: string;
  @Uuid() sessionId: string;
  @Whole() prescribedBlock: number;
  @Whole() trains: number;
  @Whole() totalPulses: number;
  @Decimal() intensityPercentRmt: number;
  @Decimal({ nullable: true }) outputPercentMso: number | null;
  @Text({ nullable: true }) coil: string | null;
  @Decimal({ nullable: true }) targetDeviationMm: number | null;
  @Flag() rampStep: boolean;
  @Text({ nullable: true, maximum: 1000 }) note: string | null;
  @Instant() reportedAt: string;
  @Uuid() reportedBy: string;
}

/** What one of several prescribed blocks has had so far. */
export class BlockSoFar {
  @Whole() prescribedBlock: number;
  @Whole() trains: number;
  @Whole() totalPulses: number;
  @Decimal() intensityPercentRmt: number;
  @Decimal({ nullable: true }) outputPercentMso: number | null;
  @Text({ nullable: true }) coil: string | null;
}

/** What a session has had so far, by all that was reported. */
export class ProgressSoFar {
  @Whole() trains: number;
  @Whole() totalPulses: number;
  @Decimal({ description: 'The highest so far, % of the resting motor threshold.' }) intensityPercentRmt: number;
  @Decimal({ nullable: true, description: 'The highest so far, % of maximum stimulator output.' }) outputPercentMso: number | null;
  @Text({ nullable: true, description: 'The coil of the last report.' }) coil: string | null;
  @NestedList(() => BlockSoFar, { optional: true, description: 'Where the prescription has several blocks.' }) blocks?: BlockSoFar[];
  @Instant() reportedAt: string;
}
