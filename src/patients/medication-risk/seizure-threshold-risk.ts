import type { Provenance } from '../../platform/kernel/provenance.js';
import type { DrugGroup, RiskLevel } from './drug-group.js';
import { containsWords, nameWords } from './drug-name.js';
import { HIGH_RISK_GROUPS } from './high-risk-groups.js';
import { MODERATE_RISK_GROUPS } from './moderate-risk-groups.js';
import { THRESHOLD_RAISING_GROUPS } from './threshold-raising-groups.js';

/** Worst first. */
export const DRUG_GROUPS: readonly DrugGroup[] = [...HIGH_RISK_GROUPS, ...MODERATE_RISK_GROUPS, ...THRESHOLD_RAISING_GROUPS];

export interface MedicationRisk {
  /** The substance, whatever name it was entered by. */
  readonly drug: string;
  readonly group: string;
  readonly level: RiskLevel;
  readonly lowersSeizureThreshold: boolean;
  readonly withdrawalRisk: boolean;
  readonly source: string;
  readonly provenance: Provenance;
}

interface KnownName {
  readonly words: readonly string[];
  readonly risk: MedicationRisk;
}

const KNOWN_NAMES: readonly KnownName[] = DRUG_GROUPS.flatMap((group) =>
  Object.entries(group.drugs).flatMap(([drug, otherNames]) => {
    const risk = riskOf(drug, group);
    return [drug, ...otherNames].map((name) => ({ words: nameWords(name), risk }));
  }),
);

/**
 * Every substance of the lists that a medication's name mentions, worst first: a name may carry strength, salt and form
 * ("Amitriptyline HCl 25 mg tablets"), be a brand, or a product of two substances.
 */
export function risksIn(name: string): MedicationRisk[] {
  const text = nameWords(name);
  return [...new Set(KNOWN_NAMES.filter(({ words }) => containsWords(text, words)).map(({ risk }) => risk))];
}

/**
 * The worst that a medication's name tells of the seizure threshold, or null where it is on no list. On no list is not
 * harmless: the lists are examples.
 */
export function seizureThresholdRisk(name: string): MedicationRisk | null {
  return risksIn(name)[0] ?? null;
}

function riskOf(drug: string, { code, level, withdrawalRisk = false, source, provenance }: DrugGroup): MedicationRisk {
  return { drug, group: code, level, lowersSeizureThreshold: level !== 'raises-threshold', withdrawalRisk, source, provenance };
}
