import type { Medication } from './regimen-risk.js';
import { isTaken } from './regimen-risk.js';
import { risksIn } from './seizure-threshold-risk.js';

/** A medicine as it stands in the record at one time. */
export interface RecordedMedication extends Medication {
  readonly dose: string;
  readonly frequency: string;
}

/**
 * What a change of the record does to the risk of a seizure, in words, or null where it does nothing: a listed drug that
 * lowers the seizure threshold was begun, or its dose or frequency changed; or a drug whose withdrawal lowers it was
 * stopped. `before` is null for a new entry. `today` is a date where the clinic is. The rule is a design default after the
 * lists of Rossi 2009 Clin Neurophysiol 120:2008 (recalled).
 */
export function raisedSeizureRisk(before: RecordedMedication | null, after: RecordedMedication, today: string): string | null {
  const risks = risksIn(after.name);
  const lowering = risks.find(({ lowersSeizureThreshold }) => lowersSeizureThreshold);
  const earlier = before !== null && isTaken(before, today) ? before : null;
  const taken = isTaken(after, today);
  if (taken && lowering) {
    const says = `and it lowers the seizure threshold (${lowering.level} risk)`;
    if (!earlier) return `${after.name} was begun, ${says}.`;
    return earlier.dose !== after.dose || earlier.frequency !== after.frequency ? `The dose of ${after.name} was changed, ${says}.` : null;
  }
  const withdrawn = earlier !== null && !taken && risks.some(({ withdrawalRisk }) => withdrawalRisk);
  return withdrawn ? `${after.name} was stopped, and its withdrawal lowers the seizure threshold.` : null;
}
