import type { Provenance } from '../../platform/kernel/provenance.js';
import { sideToStimulate, type Hemisphere, type HemisphereRule, type PainSide } from './side-to-stimulate.js';

export interface SidePlan {
  readonly rule: HemisphereRule;
  /** What the course will stimulate. */
  readonly hemisphere: Hemisphere;
  /** Null where the record does not say, or where no condition is named. */
  readonly painSide: PainSide | null;
  /** Pain all over the body has no side: none is missed. */
  readonly widespread?: boolean;
}

export interface SideFinding {
  readonly rule: 'S29';
  readonly severity: 'override';
  readonly limit: string;
  readonly actual: string;
  readonly explanation: string;
  readonly source: string;
  readonly provenance: Provenance;
}

const CONTRALATERAL = 'Lefaucheur 2020 Clin Neurophysiol 131:474: M1 contralateral to pain';

/**
 * Rule S29, null where the side is right: stimulation opposite to the pain, but the side of pain is missing, or the
 * hemisphere is the pain's own. Also (design default) a hemisphere other than the one that the protocol fixes.
 */
export function sideFinding({ rule, hemisphere, painSide, widespread = false }: SidePlan): SideFinding | null {
  if (rule !== 'contralateral-to-pain') {
    if (hemisphere === rule) return null;
    return finding(rule, hemisphere, `The protocol stimulates ${rule}, the course ${hemisphere}.`, 'the protocol', 'design-default');
  }
  if (painSide === null) {
    if (widespread) return null;
    return finding('side of pain recorded', 'missing', 'The protocol stimulates opposite to the pain, and the side of pain is not recorded.', CONTRALATERAL, 'published');
  }
  if (painSide !== 'left' && painSide !== 'right') return null;
  const opposite = sideToStimulate(rule, painSide);
  if (hemisphere === opposite) return null;
  return finding(opposite, hemisphere, `The pain is ${painSide}, so the protocol stimulates ${opposite}, the course ${hemisphere}.`, CONTRALATERAL, 'published');
}

function finding(limit: string, actual: string, explanation: string, source: string, provenance: Provenance): SideFinding {
  return { rule: 'S29', severity: 'override', limit, actual, explanation, source, provenance };
}
