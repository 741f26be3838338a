import type { Medication } from './regimen-risk.js';
import { dailyMg } from '../opioid-mme/index.js';
import { isRecent, isTaken } from './regimen-risk.js';
import { risksIn } from './seizure-threshold-risk.js';

/** A medicine as it stands in the record at one time. */
export interface RecordedMedication extends Medication {
  readonly dose: string;
  readonly frequency: string;
}

/**
 * What a change of the record does to the risk of a seizure, in words, or null where it does nothing: a listed drug that
 * lowers the seizure threshold was begun, or its dose or frequency changed; or a drug whose withdrawal lowers it was
 * stopped, is to be stopped sooner than was known, or was cut: its dose or frequency changed to what is not plainly more.
 * A name that was written wrongly and names a listed drug now is judged as a new entry: nobody has weighed that drug. The
 * rule is a design default after the lists of Rossi 2009 Clin Neurophysiol 120:2008 (recalled).
 * @param before null for a new entry
 * @param today a date where the clinic is
 */
export function raisedSeizureRisk(before: RecordedMedication | null, after: RecordedMedication, today: string): string | null {
  if (before !== null && namesAnother(before, after)) return inPlaceOf(before, raisedSeizureRisk(null, after, today));
  const risks = risksIn(after.name);
  const lowering = risks.find(({ lowersSeizureThreshold }) => lowersSeizureThreshold);
  const earlier = before !== null && isTaken(before, today) ? before : null;
  if (isTaken(after, today) && lowering) {
    const says = `and it lowers the seizure threshold (${lowering.level} risk)`;
    if (!earlier) return `${after.name} was begun, ${says}.`;
    if (earlier.dose !== after.dose || earlier.frequency !== after.frequency) return `The dose of ${after.name} was changed, ${says}.`;
  }
  return risks.some(({ withdrawalRisk }) => withdrawalRisk) ? withdrawal(before, earlier, after, today) : null;
}

/** Whether the name tells of a substance of the lists that it did not tell of before. */
function namesAnother(before: RecordedMedication, after: RecordedMedication): boolean {
  const known = risksIn(before.name);
  return risksIn(after.name).some((risk) => !known.includes(risk));
}

const inPlaceOf = ({ name }: RecordedMedication, says: string | null): string | null => says && `${says} It was on record as ${name}.`;

function withdrawal(before: RecordedMedication | null, earlier: RecordedMedication | null, after: RecordedMedication, today: string): string | null {
  const says = 'and its withdrawal lowers the seizure threshold.';
  if (!isTaken(after, today)) return earlier !== null || (before === null && isRecent([after.stoppedOn], today)) ? `${after.name} was stopped, ${says}` : null;
  const [ends, ended] = [after.stoppedOn ?? null, earlier?.stoppedOn ?? null];
  if (ends !== null && (ended === null || ends < ended)) return `${after.name} is to be stopped on ${ends}, ${says}`;
  return earlier !== null && mayBeLess(earlier, after) ? `The dose of ${after.name} was changed, ${says}` : null;
}

/** Words that cannot be read may mean less. */
function mayBeLess(before: RecordedMedication, after: RecordedMedication): boolean {
  if (before.dose === after.dose && before.frequency === after.frequency) return false;
  const [was, is] = [dailyMg(before), dailyMg(after)];
  return was === null || is === null || is < was;
}
