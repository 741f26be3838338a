import { DEVICE_ITEMS } from './device-items.js';
import { GENERAL_ITEMS } from './general-items.js';
import { NEUROLOGICAL_ITEMS } from './neurological-items.js';
import type { ScreeningItem } from './screening-item.js';

export interface ScreeningForm {
  readonly version: string;
  readonly items: readonly ScreeningItem[];
}

/**
 * The intake form of the clinic: the union of the TASS (Keel 2001 Clin Neurophysiol 112:720) and the IFCN list (Rossi
 * 2009, as cut to 13 items by Rossi 2011), with what the text of Rossi 2009 and device labels add. Left out as the 2011
 * letter did: spinal surgery by itself, and shunts. Consent and age are facts of the record, not answers.
 */
export const SCREENING_FORM: ScreeningForm = {
  version: 'clinic-union-v1',
  items: [...NEUROLOGICAL_ITEMS, ...DEVICE_ITEMS, ...GENERAL_ITEMS],
};
