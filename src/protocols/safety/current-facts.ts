import type { NeurofeedbackDose, TdcsDose } from '../dose/index.js';

/** A current to be judged, and how often a day it is given. */
export interface TdcsFacts {
  dose: TdcsDose;
  sessionsPerDay: number;
}

/** A training to be judged; what is known of the patient, where it is asked for one. */
export interface NeurofeedbackFacts {
  dose: NeurofeedbackDose;
  seizureRiskItem: boolean;
  everSeizure: boolean;
}
