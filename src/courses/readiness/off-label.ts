import type { Provenance } from '../../platform/kernel/provenance.js';

export type Region = 'us' | 'eu';

export interface Clearance {
  /** `us` for the FDA, `eu` for a CE mark. */
  readonly region: string;
  /** What it is for; where absent, what the protocol is for. */
  readonly indications?: readonly string[];
}

export interface LabelledProtocol {
  readonly indications: readonly string[];
  readonly clearances: readonly Clearance[];
}

export interface OffLabelJudgement {
  readonly offLabel: boolean;
  readonly reason: string;
  readonly source: string;
  readonly provenance: Provenance;
}

/** Conditions whose stimulation of the brain has had no FDA clearance; headache is apart (21 CFR 882.5808). */
const PAIN_WITHOUT_FDA_CLEARANCE: ReadonlySet<string> = new Set(['neuropathic-pain', 'musculoskeletal-pain', 'fibromyalgia', 'inflammatory-pain', 'crps', 'post-stroke-pain', 'other-pain']);

/** Other words for the categories of conditions. */
const COVERED_BY: ReadonlyMap<string, string> = new Map([
  ['major-depressive-disorder', 'depression'],
  ['mdd', 'depression'],
  ['treatment-resistant-depression', 'depression'],
  ['migraine', 'headache'],
  ['cluster-headache', 'headache'],
  ['chronic-neuropathic-pain', 'neuropathic-pain'],
]);

/**
 * Whether a protocol is off-label for a patient's condition in a region. Stimulation of the brain for chronic pain is
 * off-label in the United States whatever a protocol claims, and in Europe unless the protocol carries the CE mark, which
 * one device has; depression over the left DLPFC is cleared (21 CFR 882.5805). Without a named condition the protocol's
 * own indications are judged, and one that is not cleared makes the use off-label.
 */
export function offLabel(protocol: LabelledProtocol, category: string | null, region: Region): OffLabelJudgement {
  const uses = category === null ? protocol.indications : [category];
  if (uses.length === 0) return judge(true, 'Neither the course nor the protocol says what is treated.', 'design default', 'design-default');
  const pain = uses.find((use) => region === 'us' && PAIN_WITHOUT_FDA_CLEARANCE.has(plain(use)));
  if (pain !== undefined) {
    return judge(true, `Stimulation of the brain for ${pain} has no FDA clearance.`, 'FDA device classes 21 CFR 882.5805, 882.5808 and 882.5802; none for chronic pain', 'published');
  }
  const cleared = protocol.clearances.filter((clearance) => clearance.region.toLowerCase() === region).flatMap(({ indications = protocol.indications }) => indications.map(plain));
  const uncleared = uses.find((use) => !cleared.includes(plain(use)));
  if (uncleared !== undefined) return judge(true, `The protocol has no clearance for ${uncleared} in this region.`, 'the clearances of the protocol', 'published');
  return judge(false, 'The protocol is cleared for this use in this region.', 'the clearances of the protocol', 'published');
}

function plain(indication: string): string {
  const code = indication.trim().toLowerCase().replace(/[\s_]+/g, '-');
  return COVERED_BY.get(code) ?? code;
}

function judge(isOffLabel: boolean, reason: string, source: string, provenance: Provenance): OffLabelJudgement {
  return { offLabel: isOffLabel, reason, source, provenance };
}
