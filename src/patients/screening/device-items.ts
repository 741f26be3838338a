import { BOTH_LISTS, CE_DEVICE_LABEL, IFCN_LISTS, MEDICARE_L37086, ROSSI_2009, ROSSI_2011, type ScreeningItem } from './screening-item.js';

/**
 * Metal and devices in the body.
 *
 * Two questions are split so that a plain yes can be trusted: metal in the head is absolute only where it is magnetic
 * or conducting, cannot be taken out and lies within 30 cm of the coil, and an implanted stimulator only where it or its
 * generator is near the coil. The dangerous half is `metal-head` and `neurostimulator`, also for whoever does not know
 * what the metal is; the half known to be harmless is asked by itself and reviewed.
 */
export const DEVICE_ITEMS: readonly ScreeningItem[] = [
  {
    code: 'cochlear-implant',
    topic: 'Cochlear implant',
    onYes: 'absolute',
    note: 'The pulse can move, heat or destroy the implant.',
    source: ROSSI_2011,
    provenance: 'recalled',
    lists: IFCN_LISTS,
  },
  {
    code: 'metal-head',
    topic: 'Metal in head, eye, brain, neck or upper spine (clip, coil, stent, splinter, bullet, welding), magnetic or of unknown kind, not removable; the mouth aside',
    onYes: 'absolute',
    note: 'Absolute for magnetic or conducting metal within 30 cm of the coil that cannot be removed. Metal proved harmless belongs to the next item.',
    source: `${CE_DEVICE_LABEL}; ${MEDICARE_L37086}`,
    provenance: 'published',
    lists: BOTH_LISTS,
  },
  {
    code: 'metal-head-documented-safe',
    topic: 'Metal in head or neck that papers show to be non-magnetic (such as a titanium plate)',
    onYes: 'review',
    note: 'Usually allowed; the clinician reads the papers of the implant.',
    source: ROSSI_2009,
    provenance: 'recalled',
    lists: BOTH_LISTS,
  },
  {
    code: 'neurostimulator',
    topic: 'Implanted stimulator of brain or vagus nerve, electrodes on or under the dura, or any pulse generator near the coil',
    onYes: 'absolute',
    note: 'The coil can induce current in the leads or damage the generator.',
    source: `${CE_DEVICE_LABEL}; ${ROSSI_2011}`,
    provenance: 'published',
    lists: IFCN_LISTS,
  },
  {
    code: 'spinal-cord-stimulator',
    topic: 'Spinal cord stimulator with its generator far from the head',
    onYes: 'review',
    note: 'The clinician weighs model, position of the leads and whether it can be switched off.',
    source: ROSSI_2011,
    provenance: 'recalled',
    lists: IFCN_LISTS,
  },
  {
    code: 'pacemaker',
    topic: 'Cardiac pacemaker, implanted defibrillator or lines in the heart',
    onYes: 'absolute',
    note: 'Absolute by label; an exception is a specialist centre’s alone.',
    source: CE_DEVICE_LABEL,
    provenance: 'published',
    lists: BOTH_LISTS,
  },
  {
    code: 'medication-pump',
    topic: 'Implanted or worn medication pump, or a running infusion pump',
    onYes: 'absolute',
    note: 'Absolute by label for intrathecal, insulin and infusion pumps near the coil.',
    source: CE_DEVICE_LABEL,
    provenance: 'published',
    lists: BOTH_LISTS,
  },
];
