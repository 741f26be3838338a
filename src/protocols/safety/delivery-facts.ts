import { isConventional, isThetaBurst, type Modality } from '../dose/index.js';
import type { CoilType, DailyPulses } from './prescribing-facts.js';

export type ThresholdMethod = 'visual' | 'emg' | 'pest' | 'two-threshold' | 'vendor-algorithm';

/**
 * After which a threshold is measured again, besides its age and a change of medication: a gap between sessions, nights
 * of hardly any sleep, a seizure or a faint, unexpected twitching or discomfort. Recalled practice and design defaults.
 */
export type ThresholdTrigger = 'gap-between-sessions' | 'head-injury' | 'lost-sleep' | 'new-treatment-day' | 'seizure-or-faint' | 'unexpected-effect';

/** The motor threshold that today's dose rests on. */
export interface ThresholdInUse {
  ageDays: number;
  method: ThresholdMethod;
  /** A medicine that shifts the threshold was started, stopped or changed since. */
  medicationChangedSince: boolean;
  /** What else has happened since, after which a threshold is measured again. */
  askedAgainBy: readonly ThresholdTrigger[];
  /** What it was measured with; null where not on record. */
  coil: CoilType | null;
  deviceId: string | null;
}

export type ScreeningState = 'cleared' | 'missing' | 'expired' | 'needs-review' | 'contraindicated';
export type PreSessionCheckState = 'passed' | 'cleared' | 'missing' | 'held';

/** Everything the rules ask before a session may start. `pulsesInDay` counts those already given today and this session's. */
export interface DeliveryFacts extends DailyPulses {
  modality: Modality;
  /** Within the course, from 1. */
  sessionNumber: number;
  /** Before this one. */
  sessionsToday: number;
  /** Of these, how many were stopped before half of their dose was given. */
  abandonedToday: number;
  sessionsPerDayAtMost: number;
  /** The protocol's own; null where it states none. */
  minimumGapMinutes: number | null;
  /** From the end of the patient's last session to the start of this one; null where there was none. */
  minutesSinceLastSession: number | null;
  /** The same of the last session of the other kind: of a current before pulses, of pulses before a current. */
  minutesSinceOtherKind: number | null;
  motorThreshold: ThresholdInUse | null;
  /** Threshold × intensity, before rounding; null without a threshold. */
  computedOutputPercentMso: number | null;
  /** What the device or the clinic allows, where that is less than everything. */
  maximumOutputPercentMso: number | null;
  coil: CoilType | null;
  deviceId: string | null;
  prescribedIntensityPercentRmt: number | null;
  /** What the operator has set; null before that. */
  chosenIntensityPercentRmt: number | null;
  /** Null where nobody was asked today, which S26 says. */
  earProtectionConfirmed: boolean | null;
  screening: ScreeningState;
  preSessionCheck: PreSessionCheckState;
  treatmentConsent: boolean;
  /** For the patient's condition. */
  offLabel: boolean;
  offLabelConsent: boolean;
  /** The plan has a current and pulses. */
  combined: boolean;
  combinedConsent: boolean;
  /** On site or immediately reachable. */
  physicianReachable: boolean;
}

/** Whether a dose is a multiple of a motor threshold: single-pulse devices have a fixed output. */
export function needsThreshold(modality: Modality): boolean {
  return isConventional(modality) || isThetaBurst(modality);
}
