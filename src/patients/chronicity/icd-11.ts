import type { Provenance } from '../../platform/kernel/provenance.js';
import type { ConditionCategory } from './condition-category.js';

export interface Icd11Category {
  readonly code: string;
  readonly topic: string;
  readonly provenance: Provenance;
}

export const ICD_11_SOURCE = 'ICD-11 MG30 chronic pain (WHO; Treede 2019 Pain 160:19)';

const PRIMARY: Icd11Category = { code: 'MG30.0', topic: 'chronic primary pain', provenance: 'published' };
const MUSCULOSKELETAL: Icd11Category = { code: 'MG30.3', topic: 'chronic secondary musculoskeletal pain', provenance: 'published' };
const NEUROPATHIC: Icd11Category = { code: 'MG30.5', topic: 'chronic neuropathic pain', provenance: 'published' };
const HEADACHE: Icd11Category = { code: 'MG30.6', topic: 'chronic secondary headache or orofacial pain', provenance: 'published' };
const UNSPECIFIED: Icd11Category = { code: 'MG30.Z', topic: 'chronic pain, unspecified', provenance: 'published' };
const WIDESPREAD: Icd11Category = { code: 'MG30.01', topic: 'chronic primary widespread pain', provenance: 'recalled' };
const PRIMARY_HEADACHE: Icd11Category = { code: 'MG30.03', topic: 'chronic primary headache or orofacial pain', provenance: 'recalled' };
const CRPS: Icd11Category = { code: 'MG30.04', topic: 'complex regional pain syndrome', provenance: 'recalled' };
const CENTRAL: Icd11Category = { code: 'MG30.50', topic: 'chronic central neuropathic pain', provenance: 'recalled' };

const SUGGESTED: Readonly<Record<ConditionCategory, readonly Icd11Category[]>> = {
  'neuropathic-pain': [NEUROPATHIC],
  'musculoskeletal-pain': [MUSCULOSKELETAL, PRIMARY],
  fibromyalgia: [WIDESPREAD],
  'inflammatory-pain': [MUSCULOSKELETAL],
  headache: [PRIMARY_HEADACHE, HEADACHE],
  crps: [CRPS],
  'post-stroke-pain': [CENTRAL],
  'other-pain': [UNSPECIFIED],
  depression: [],
  anxiety: [],
  other: [],
};

/** ICD-11 categories that may fit, the likeliest first; a clinician chooses. None for what is not pain. */
export function suggestedIcd11(category: ConditionCategory): readonly Icd11Category[] {
  return SUGGESTED[category];
}

/** Whether a code is a category of chronic pain: MG30.0 to .6, .Y and .Z, with a second digit for a subtype. */
export function isIcd11ChronicPain(code: string): boolean {
  return /^MG30\.(?:[0-6][0-9YZ]?|[YZ])$/.test(code);
}
