import type { Reader } from '../platform/database/work.js';
import { medicinesToWeigh } from '../patients/read.js';
import type { SafetyFinding } from './readiness/index.js';

/**
 * Rules of the lists of drugs and seizure threshold: a clinician looks before the first pulse, and the threshold is measured
 * again. A name that a typing error may keep off the lists is corrected, or signed for as it is.
 */
export async function medicationFindings(reader: Reader, patientId: string): Promise<SafetyFinding[]> {
  const { reasons, unclearNames } = await medicinesToWeigh(reader, patientId);
  const risk: SafetyFinding = {
    rule: 'medication-risk',
    severity: 'override',
    limit: 'no drug of high risk, no two of moderate risk, no listed drug changed within 14 days',
    actual: [...new Set(reasons.flatMap(({ drugs }) => drugs))].join(', '),
    explanation: `${reasons.map(({ message }) => message).join(' ')} A clinician weighs it, and the motor threshold is measured after it.`,
    source: 'Design default after the lists of Rossi 2009 Clin Neurophysiol 120:2008',
    provenance: 'design-default',
  };
  const names: SafetyFinding = {
    rule: 'medication-name',
    severity: 'override',
    limit: 'no name that is one letter apart from a listed drug',
    actual: unclearNames.map(({ name }) => name).join(', '),
    explanation: `${unclearNames.map(({ name, similarListedNames }) => `${name} is on no list; ${similarListedNames.join(' and ')} would be.`).join(' ')} Correct the name, or say that it is meant so: a typing error hides what a drug does to the seizure threshold.`,
    source: 'Design default',
    provenance: 'design-default',
  };
  return [...(reasons.length > 0 ? [risk] : []), ...(unclearNames.length > 0 ? [names] : [])];
}
