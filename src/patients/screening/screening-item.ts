import type { Provenance } from '../../platform/kernel/provenance.js';

/**
 * What a yes means: `absolute` forbids stimulation, `relative` speaks against it, `review` is weighed by a clinician,
 * `stop` needs a clinician today, whatever becomes of the stimulation.
 */
export type OnYes = 'absolute' | 'relative' | 'review' | 'stop';

/**
 * Where an item was asked first. `tass-2001`: Keel 2001 Clin Neurophysiol 112:720; `ifcn-2009`: Rossi 2009 Clin
 * Neurophysiol 120:2008; `ifcn-2011`: Rossi 2011 Clin Neurophysiol 122:1686; the others are no list but common sense of
 * the trade.
 */
export type ScreeningList = 'tass-2001' | 'ifcn-2009' | 'ifcn-2011' | 'rossi-2009-text' | 'device-label' | 'practice';

export interface ScreeningItem {
  readonly code: string;
  /** In our own words; yes is the risk. */
  readonly topic: string;
  readonly onYes: OnYes;
  /** Counts where a coil with more reported seizures is used (rule S30); which items do is a design default. */
  readonly raisesSeizureRisk?: true;
  /** What the reviewing clinician should know of a yes. */
  readonly note: string;
  readonly source: string;
  readonly provenance: Provenance;
  readonly lists: readonly ScreeningList[];
}

export const KEEL_2001 = 'Keel 2001 Clin Neurophysiol 112:720 (TASS)';
export const ROSSI_2009 = 'Rossi 2009 Clin Neurophysiol 120:2008';
export const ROSSI_2011 = 'Rossi 2011 Clin Neurophysiol 122:1686 (13-item list)';
export const CE_DEVICE_LABEL = 'contraindications of a CE-marked device for pain (Nexstim)';
export const MEDICARE_L37086 = 'Medicare coverage policy L37086';

/** Both classical questionnaires, in the form they have kept. */
export const BOTH_LISTS: readonly ScreeningList[] = ['tass-2001', 'ifcn-2009', 'ifcn-2011'];
export const IFCN_LISTS: readonly ScreeningList[] = ['ifcn-2009', 'ifcn-2011'];
