import type { Provenance } from '../../platform/kernel/provenance.js';
import type { Modality, StimulatedSide, Stimulation, TdcsDose } from '../dose/index.js';
import type { CoilType } from '../safety/index.js';

export type TargetRegion = 'M1' | 'DLPFC' | 'S2' | 'occipital';

export type Indication = 'neuropathic-pain' | 'fibromyalgia' | 'headache' | 'other-pain' | 'depression';

export type Pattern =
  | 'high-frequency'
  | 'low-frequency'
  | 'intermittent-theta-burst'
  | 'continuous-theta-burst'
  | 'single-pulse'
  | 'sequential-bilateral'
  | 'direct-current';

/** Some sessions at one rhythm: so many a week, or one every so many days. */
export interface CataloguePhase {
  name: 'induction' | 'taper' | 'maintenance' | 'single-session';
  sessions: number;
  sessionsPerWeek?: number;
  everyDays?: number;
  sessionsPerDay: number;
  /** From the end of one session to the start of the next. */
  minimumGapMinutes?: number;
}

/** A regulator's clearance for some conditions, not for the protocol's every use. */
export interface Clearance {
  region: 'US' | 'EU';
  indications: readonly Indication[];
  year?: number;
  id?: string;
  provenance: Provenance;
  note?: string;
}

/** Each number of a dose, the schedule, and what stands in place of a dose. */
export type Parameter = Exclude<keyof Stimulation, 'burst'> | 'burst' | 'phases' | 'minimumGapMinutes' | 'parameters';
export type ParameterProvenance = Readonly<Partial<Record<Parameter, Provenance>>>;

/** One published protocol, as a clinic's library starts with it. */
export interface CatalogueEntry {
  /** Kebab-case; never changes once published. */
  code: string;
  name: string;
  modality: Modality;
  targetRegion: TargetRegion;
  hemisphere: StimulatedSide;
  pattern: Pattern;
  /** Null where the dose is not pulsed, or where a number of it is not known. */
  stimulation: Stimulation | null;
  /** In place of pulses. */
  parameters?: TdcsDose;
  /** What is known of a dose that is not known in full, block by block. */
  knownInPart?: readonly (Partial<Stimulation> & { hemisphere?: StimulatedSide })[];
  /** From the first pulse to the end of the last pause, to two decimals; where the pauses are not known, the pulses alone. */
  sessionMinutes: number;
  phases: readonly CataloguePhase[];
  indications: readonly Indication[];
  evidence: { level?: string; citation: string };
  clearance: readonly Clearance[];
  /** In the United States, for every indication listed. */
  offLabel: boolean;
  coilType?: CoilType;
  /** Published or cleared although it goes past a general limit of the safety rules. */
  validatedException: boolean;
  parameterProvenance: ParameterProvenance;
  /** False while a number is unknown or doubtful: shown, never prescribed. */
  active: boolean;
  note?: string;
}

const DOSE_PARAMETERS = ['frequencyHz', 'intensityPercentRmt', 'pulsesPerTrain', 'trainDurationSeconds', 'interTrainIntervalSeconds', 'trains', 'totalPulses', 'phases'] as const;

/** One provenance for every number and the schedule, with the ones that differ. */
export function provenanceOf(usual: Provenance, different: ParameterProvenance = {}): ParameterProvenance {
  return { ...Object.fromEntries(DOSE_PARAMETERS.map((parameter) => [parameter, usual])), ...different };
}

/** One session on each weekday. */
export function weekdays(sessions: number, name: CataloguePhase['name'] = 'induction'): CataloguePhase {
  return { name, sessions, sessionsPerWeek: 5, sessionsPerDay: 1 };
}

/** So many sessions a week. */
export function weekly(sessions: number, sessionsPerWeek: number, name: CataloguePhase['name']): CataloguePhase {
  return { name, sessions, sessionsPerWeek, sessionsPerDay: 1 };
}

/** One session every so many days. */
export function everyDays(sessions: number, days: number, name: CataloguePhase['name']): CataloguePhase {
  return { name, sessions, everyDays: days, sessionsPerDay: 1 };
}
