import type { Reader } from '../platform/database/work.js';
import { unreviewedMedicines } from '../patients/read.js';
import type { SafetyFinding } from './readiness/index.js';

/** Rule of the lists of drugs and seizure threshold: a clinician looks before the first pulse, and the threshold is measured again. */
export async function medicationFindings(reader: Reader, patientId: string): Promise<SafetyFinding[]> {
  const reasons = await unreviewedMedicines(reader, patientId);
  if (reasons.length === 0) return [];
  return [
    {
      rule: 'medication-risk',
      severity: 'override',
      limit: 'no drug of high risk, no two of moderate risk, no listed drug changed within 14 days',
      actual: [...new Set(reasons.flatMap(({ drugs }) => drugs))].join(', '),
      explanation: `${reasons.map(({ message }) => message).join(' ')} A clinician weighs it, and the motor threshold is measured after it.`,
      source: 'Design default after the lists of Rossi 2009 Clin Neurophysiol 120:2008',
      provenance: 'design-default',
    },
  ];
}
