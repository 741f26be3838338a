import type { Provenance } from '../../platform/kernel/provenance.js';

/** The table that a number was computed by; earlier ones differ (tramadol 0.1, hydromorphone 4). */
export const MME_TABLE_VERSION = 'cdc-2022';

export interface Opioid {
  readonly drug: string;
  /** Morphine milligram equivalents of one unit a day, taken by mouth or, for fentanyl, through the skin; null: none is published. */
  readonly factor: number | null;
  readonly unit: 'mg/day' | 'mcg/h';
  readonly otherNames: readonly string[];
  readonly source: string;
  readonly provenance: Provenance;
}

const CDC_2022 = 'Dowell 2022 MMWR Recomm Rep 71(3):1 (CDC guideline), table of conversion factors';

const byMouth = (drug: string, factor: number, otherNames: readonly string[]): Opioid => ({ drug, factor, unit: 'mg/day', otherNames, source: CDC_2022, provenance: 'published' });

const withoutFactor = (drug: string, otherNames: readonly string[] = []): Opioid => ({ drug, factor: null, unit: 'mg/day', otherNames, source: `no factor in ${CDC_2022}`, provenance: 'recalled' });

/** Estimates of a daily load, never a guide for switching from one opioid to another. */
export const OPIOIDS: readonly Opioid[] = [
  byMouth('codeine', 0.15, ['co-codamol', 'solpadol', 'zapain']),
  byMouth('hydrocodone', 1, ['norco', 'vicodin', 'lortab', 'hysingla', 'zohydro']),
  byMouth('hydromorphone', 5, ['dilaudid', 'exalgo', 'palladon', 'jurnista']),
  byMouth('methadone', 4.7, ['dolophine', 'methadose']),
  byMouth('morphine', 1, ['ms contin', 'kadian', 'mst', 'sevredol', 'zomorph', 'oramorph']),
  byMouth('oxycodone', 1.5, ['oxycontin', 'roxicodone', 'oxaydo', 'percocet', 'endocet', 'oxynorm', 'targin', 'targinact']),
  byMouth('oxymorphone', 3, ['opana']),
  byMouth('tapentadol', 0.4, ['nucynta', 'palexia']),
  byMouth('tramadol', 0.2, ['ultram', 'ultracet', 'conzip', 'zydol', 'zamadol', 'tramal', 'tramacet', 'zaldiar', 'seglentis', 'skudexa', 'maxitram']),
  { drug: 'fentanyl', factor: 2.4, unit: 'mcg/h', otherNames: ['duragesic', 'durogesic'], source: CDC_2022, provenance: 'published' },
  withoutFactor('buprenorphine', ['subutex', 'suboxone', 'butrans', 'belbuca', 'temgesic', 'transtec', 'sublocade']),
  withoutFactor('butorphanol'),
  withoutFactor('diamorphine', ['heroin']),
  withoutFactor('dihydrocodeine', ['co-dydramol']),
  withoutFactor('levorphanol'),
  withoutFactor('meptazinol'),
  withoutFactor('nalbuphine'),
  withoutFactor('pentazocine'),
  withoutFactor('pethidine', ['meperidine', 'demerol', 'dolantin']),
  withoutFactor('piritramide'),
  withoutFactor('sufentanil'),
  withoutFactor('tilidine', ['valoron']),
];

/** Every opioid that a medication's name mentions. German names without the last `e` and accents count. */
export function opioidsIn(name: string): Opioid[] {
  const text = ` ${words(name)} `;
  return OPIOIDS.filter(({ drug, otherNames }) => [drug, ...otherNames].some((known) => text.includes(` ${words(known)} `)));
}

function words(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().replace(/e(?= |$)/g, '');
}
