import { MEDICATION_CHANGE } from '../courses/index.js';
import type { HoldFacts } from '../courses/read.js';
import type { PreSessionFinding } from './pre-session-check/index.js';

/** Changes of medication that no clinician has answered, as findings of today's check: clearing them answers them. */
export function unanswered(holds: readonly HoldFacts[]): PreSessionFinding[] {
  return holds
    .filter(({ code }) => code === MEDICATION_CHANGE)
    .map(({ code, detail }) => ({
      code,
      level: 'stop',
      overridable: true,
      message: `${detail} A clinician decides before the next stimulation; measure the motor threshold again.`,
      source: 'Design default, after the drug lists of Rossi 2009 Clin Neurophysiol 120:2008 (recalled)',
      provenance: 'design-default',
    }));
}
