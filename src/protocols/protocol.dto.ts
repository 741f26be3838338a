import { Decimal, Described, Flag, Instant, Nested, NestedList, OneOf, SomeOf, Text, Texts, Uuid, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { MODALITIES, type Modality } from './dose/index.js';

export const TARGET_REGIONS = ['M1', 'DLPFC', 'S2', 'SMA', 'OFC', 'ACC', 'vertex', 'occipital', 'insula', 'cerebellum', 'other'] as const;
export const HEMISPHERE_RULES = ['left', 'right', 'bilateral', 'midline', 'contralateral-to-pain'] as const;
export const INDICATIONS = ['neuropathic-pain', 'musculoskeletal-pain', 'fibromyalgia', 'inflammatory-pain', 'headache', 'crps', 'post-stroke-pain', 'other-pain', 'depression', 'anxiety', 'other'] as const;
const ANYTHING = { type: 'object', additionalProperties: true };

export class BurstInput {
  @Decimal({ minimum: 0.1, maximum: 200, description: 'Within the burst.' }) frequencyHz: number;
  @Whole({ minimum: 2, maximum: 20 }) pulses: number;
}

/** What follows from the rest may be left out. Zero is for single pulses, which have neither a rate nor a length. */
export class StimulationInput {
  @Decimal({ minimum: 0, maximum: 100, description: 'Pulses a second; for theta burst, bursts a second.' }) frequencyHz: number;
  @Decimal({ minimum: 1, maximum: 200, description: '% of the resting motor threshold.' }) intensityPercentRmt: number;
  @Whole({ minimum: 1, maximum: 10_000 }) trains: number;
  @Whole({ optional: true, minimum: 1, maximum: 100_000 }) pulsesPerTrain?: number;
  @Decimal({ optional: true, minimum: 0, maximum: 3600 }) trainDurationSeconds?: number;
  @Decimal({ optional: true, minimum: 0, maximum: 3600, description: 'From the end of a train to the start of the next.' }) interTrainIntervalSeconds?: number;
  @Whole({ optional: true, minimum: 1, maximum: 100_000 }) totalPulses?: number;
  @Nested(() => BurstInput, { optional: true, description: 'For theta burst alone.' }) burst?: BurstInput;
}

const ELECTRODE = /^(F|T|C|P|O|Fp|AF|FC|FT|CP|TP|PO)(z|10|[1-9])$/;

export class TdcsInput {
  @Decimal({ minimum: 0.1, maximum: 10 }) currentMilliamps: number;
  @Decimal({ minimum: 1, maximum: 120 }) durationMinutes: number;
  @Decimal({ minimum: 0.5, maximum: 200, description: 'Of one electrode; both the same.' }) electrodeAreaSquareCentimetres: number;
  @Text({ pattern: ELECTRODE, maximum: 4, description: 'In the international 10-20 system.', example: 'C3' }) anode: string;
  @Text({ pattern: ELECTRODE, maximum: 4, example: 'Fp2' }) cathode: string;
}

export class TrainedBandInput {
  @Decimal({ minimum: 0.01, maximum: 100 }) lowHz: number;
  @Decimal({ minimum: 0.01, maximum: 100 }) highHz: number;
  @OneOf(['reward', 'inhibit'], { description: 'Whether its power is to rise or to fall.' }) direction: 'reward' | 'inhibit';
}

export class NeurofeedbackInput {
  @Text({ pattern: ELECTRODE, maximum: 4, description: 'In the international 10-20 system.', example: 'Cz' }) site: string;
  @NestedList(() => TrainedBandInput, { minimumItems: 1, maximumItems: 8 }) bands: TrainedBandInput[];
  @Whole({ minimum: 1, maximum: 60 }) rounds: number;
  @Decimal({ minimum: 0.5, maximum: 60 }) roundMinutes: number;
  @Decimal({ minimum: 0, maximum: 30, description: 'Between two rounds.' }) pauseMinutes: number;
}

export class Phase {
  @Text({ maximum: 60, example: 'induction' }) name: string;
  @Whole({ minimum: 1, maximum: 200 }) sessions: number;
  @Decimal({ optional: true, minimum: 0.1, maximum: 70 }) sessionsPerWeek?: number;
  @Whole({ optional: true, minimum: 1, maximum: 366, description: 'One session every so many days, in place of sessionsPerWeek.' }) everyDays?: number;
  @Whole({ minimum: 1, maximum: 12 }) sessionsPerDay: number;
  @Whole({ optional: true, minimum: 0, maximum: 1440, description: 'From the end of one session to the start of the next.' }) minimumGapMinutes?: number;
}

export class Evidence {
  @Text({ optional: true, nullable: true, maximum: 200, description: 'Level, e.g. by Lefaucheur 2020.' }) level?: string | null;
  @Text({ maximum: 1000 }) citation: string;
}

export class ProtocolBlockInput {
  @OneOf(['left', 'right', 'bilateral', 'midline']) hemisphere: string;
  @OneOf(MODALITIES, { optional: true, description: 'That of the protocol unless told.' }) modality?: Modality;
  @OneOf(TARGET_REGIONS, { optional: true, description: 'That of the protocol unless told.' }) targetRegion?: string;
  @Nested(() => StimulationInput) stimulation: StimulationInput;
}

export class ProtocolContent {
  @OneOf(MODALITIES) modality: Modality;
  @OneOf(TARGET_REGIONS) targetRegion: string;
  @OneOf(HEMISPHERE_RULES) hemisphere: string;
  @Nested(() => StimulationInput, { optional: true, nullable: true, description: 'Needed for every pulsed modality that has no blocks, and for no other.' }) stimulation?: StimulationInput | null;
  @Nested(() => TdcsInput, { optional: true, nullable: true, description: 'Needed for tDCS, and for nothing else.' }) parameters?: TdcsInput | null;
  @Nested(() => NeurofeedbackInput, { optional: true, nullable: true, description: 'For neurofeedback alone, which is not published without it.' }) training?: NeurofeedbackInput | null;
  @NestedList(() => ProtocolBlockInput, { optional: true, nullable: true, minimumItems: 2, maximumItems: 5, description: 'In place of stimulation: what one session gives one after the other, e.g. 1 Hz on the right and then 10 Hz on the left.' }) blocks?: ProtocolBlockInput[] | null;
  @Whole({ optional: true, nullable: true, minimum: 0, maximum: 3600, description: 'To move the coil from one block to the next.' }) pauseBetweenBlocksSeconds?: number | null;
  @Whole({ minimum: 1, maximum: 240, description: 'A version is not published with less than its dose takes from the first pulse to the last, pauses included.' }) sessionMinutes: number;
  @NestedList(() => Phase, { minimumItems: 1, maximumItems: 12 }) phases: Phase[];
  @SomeOf(INDICATIONS, { minimumItems: 1 }) indications: string[];
  @Nested(() => Evidence) evidence: Evidence;
  @Text({ optional: true, nullable: true, maximum: 4000 }) note?: string | null;
}

export class NewProtocol extends ProtocolContent {
  @Text({ maximum: 80, pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, description: 'Kebab-case, unique in the clinic.' }) code: string;
  @Text({ maximum: 300 }) name: string;
}

export class NewVersion extends ProtocolContent {}

export class DoseSchedule {
  @Whole({ minimum: 1, maximum: 24 }) sessionsPerDay: number;
}

export class FollowingBlock {
  @OneOf(MODALITIES) modality: Modality;
  @Nested(() => StimulationInput) stimulation: StimulationInput;
}

export class DoseCheckRequest {
  @OneOf(MODALITIES) modality: Modality;
  @Nested(() => StimulationInput, { optional: true, nullable: true }) stimulation?: StimulationInput | null;
  @Nested(() => TdcsInput, { optional: true, nullable: true }) parameters?: TdcsInput | null;
  @Nested(() => NeurofeedbackInput, { optional: true, nullable: true }) training?: NeurofeedbackInput | null;
  @NestedList(() => FollowingBlock, { optional: true, maximumItems: 4, description: 'Blocks of the same session after this one, e.g. the left side after the right.' }) followingBlocks?: FollowingBlock[];
  @Whole({ optional: true, minimum: 0, maximum: 3600, description: 'To move the coil from one block to the next; 0 unless told.' }) pauseBetweenBlocksSeconds?: number;
  @Nested(() => DoseSchedule, { optional: true }) schedule?: DoseSchedule;
}

export class FindingView {
  @Text({ example: 'S04' }) rule: string;
  @OneOf(['hard', 'override', 'warn', 'info']) severity: string;
  @Text({ maximum: 500, description: 'What the rule allows, with its unit.' }) limit: string;
  @Text({ maximum: 500, description: 'What was found, with its unit.' }) actual: string;
  @Text({ maximum: 2000 }) explanation: string;
  @Text({ maximum: 1000 }) source: string;
  @Text() provenance: string;
}

export class DoseCheckAnswer {
  @Described(ANYTHING, { description: 'What follows from the dose by arithmetic: totalPulses, stimulationSeconds, cycleSeconds, and so on; the charge of a current; the minutes of a training; and doseMinutes, the least that a session of it takes.' }) derived: object;
  @Described(ANYTHING, { nullable: true, description: 'The dose with everything that follows from it filled in; null where there are no pulses.' }) stimulation: object | null;
  @NestedList(() => FindingView) findings: FindingView[];
}

export class NewProtocolReview {
  @OneOf(['approved', 'changes-wanted']) decision: 'approved' | 'changes-wanted';
  @Text({ minimum: 3, maximum: 2000 }) comment: string;
}

export class ProtocolReviewView {
  @OneOf(['approved', 'changes-wanted']) decision: string;
  @Text({ maximum: 2000 }) comment: string;
  @Uuid() reviewedBy: string;
  @Instant() reviewedAt: string;
}

export class ProtocolView {
  @Uuid() id: string;
  @Text({ maximum: 80 }) code: string;
  @Text({ maximum: 300 }) name: string;
  @Whole() version: number;
  @OneOf(['draft', 'published', 'retired']) status: string;
  @OneOf(MODALITIES) modality: string;
  @Text() targetRegion: string;
  @Text() hemisphere: string;
  @Described(ANYTHING, { nullable: true }) stimulation: object | null;
  @Described({ type: 'array', items: ANYTHING }, { nullable: true, description: 'In place of stimulation where a session gives several, one after the other: hemisphere, targetRegion, modality, stimulation.' }) blocks: object[] | null;
  @Whole({ nullable: true }) pauseBetweenBlocksSeconds: number | null;
  @Described(ANYTHING, { nullable: true, description: 'The current of tDCS; of a dose that is not known in full, what is known.' }) parameters: object | null;
  @Described(ANYTHING, { nullable: true, description: 'What neurofeedback trains.' }) training: object | null;
  @Whole() sessionMinutes: number;
  @NestedList(() => Phase) phases: Phase[];
  @Texts() indications: string[];
  @Nested(() => Evidence) evidence: Evidence;
  @Described({ type: 'array', items: ANYTHING }) clearance: object[];
  @Flag({ description: 'Whether the United States have cleared it for less than all of its indications.' }) offLabel: boolean;
  @Flag({ description: 'Goes beyond the tables of single safe trains, and is published and used so.' }) validatedException: boolean;
  @Described(ANYTHING, { description: 'How far each parameter can be trusted.' }) parameterProvenance: object;
  @Text({ nullable: true, maximum: 4000 }) note: string | null;
  @Text({ nullable: true }) catalogueCode: string | null;
  @Instant({ nullable: true }) publishedAt: string | null;
  @NestedList(() => ProtocolReviewView, { description: 'What other clinicians said of this version, oldest first.' }) reviews: ProtocolReviewView[];
}

export class ProtocolQuery extends PageQuery {
  @Text({ optional: true, maximum: 80 }) code?: string;
  @OneOf(TARGET_REGIONS, { optional: true }) targetRegion?: string;
  @OneOf(MODALITIES, { optional: true }) modality?: string;
  @OneOf(INDICATIONS, { optional: true }) indication?: string;
  @OneOf(['draft', 'published', 'retired'], { optional: true }) status?: string;
}
