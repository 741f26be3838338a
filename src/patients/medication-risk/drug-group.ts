import type { Provenance } from '../../platform/kernel/provenance.js';

/**
 * `high` and `moderate` lower the seizure threshold. `raises-threshold` drugs protect, but the motor threshold rises
 * with them, so that a dose may be too low, and stopping them is the risk.
 */
export type RiskLevel = 'high' | 'moderate' | 'raises-threshold';

export interface DrugGroup {
  readonly code: string;
  readonly level: RiskLevel;
  /** Whether stopping or cutting down brings a risk of its own. */
  readonly withdrawalRisk?: boolean;
  readonly source: string;
  readonly provenance: Provenance;
  /** Each substance with its other names: US, British, international and common brand names. */
  readonly drugs: Readonly<Record<string, readonly string[]>>;
}

/** The lists of the paper are recalled; that these classes lower the threshold is confirmed in secondary sources only. */
export const ROSSI_2009 = 'Rossi 2009 Clin Neurophysiol 120:2008, lists of drugs and seizure threshold';
