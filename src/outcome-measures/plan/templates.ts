import type { Provenance } from '../../platform/kernel/provenance.js';
import { FOLLOW_UP_MONTHS, type Moment, type PlanItem } from './plan-item.js';

export interface PlanTemplate {
  readonly code: string;
  readonly name: string;
  readonly items: readonly PlanItem[];
  readonly source: string;
  readonly provenance: Provenance;
}

const FOLLOW_UPS: readonly Moment[] = FOLLOW_UP_MONTHS.map((monthsAfterEnd) => ({ monthsAfterEnd }));
const AROUND_THE_COURSE: readonly Moment[] = ['baseline', 'mid', 'end', ...FOLLOW_UPS];
const WEEKLY: readonly Moment[] = ['baseline', { everyWeeks: 1 }, 'end', ...FOLLOW_UPS];
const FORTNIGHTLY: readonly Moment[] = ['baseline', { everyWeeks: 2 }, 'end', ...FOLLOW_UPS];
const DAILY: readonly Moment[] = ['baseline', { everyDays: 1 }, 'end', ...FOLLOW_UPS];
const IMPRESSION: readonly Moment[] = ['mid', 'end', ...FOLLOW_UPS];

const measureAt = (measure: string, moments: readonly Moment[]): PlanItem[] => moments.map((at) => ({ measure, at }));

/** Measures that nobody's permission is needed for; a clinic that holds a licence adds BPI-SF or EQ-5D-5L. */
const PAIN_CORE: readonly PlanItem[] = [
  ...measureAt('nrs-pain', ['baseline', { everySessions: 1 }, ...FOLLOW_UPS]),
  ...measureAt('peg', WEEKLY),
  ...measureAt('promis-29', AROUND_THE_COURSE),
  ...measureAt('phq-9', AROUND_THE_COURSE),
  ...measureAt('gad-7', AROUND_THE_COURSE),
  ...measureAt('pcs', AROUND_THE_COURSE),
  ...measureAt('pgic', IMPRESSION),
];

const SOURCE = {
  source: 'IMMPACT core domains (Dworkin 2005 Pain 113:9) at the moments that a consensus workshop asked for (Klein 2015 Pain 156:1601); rhythm ours',
  provenance: 'design-default' as const,
};

/** Minimum sets to start a plan from; a clinic changes them as it likes. */
export const PLAN_TEMPLATES: readonly PlanTemplate[] = [
  { code: 'pain', name: 'Chronic pain', items: PAIN_CORE, ...SOURCE },
  {
    code: 'neuropathic-pain',
    name: 'Neuropathic pain',
    items: [...PAIN_CORE, ...measureAt('dn4', ['baseline']), ...measureAt('npsi', ['baseline', 'mid', 'end', ...FOLLOW_UPS])],
    ...SOURCE,
  },
  {
    code: 'fibromyalgia',
    name: 'Fibromyalgia',
    items: [...PAIN_CORE, ...measureAt('fiqr', AROUND_THE_COURSE)],
    ...SOURCE,
  },
  {
    code: 'back-pain',
    name: 'Back pain',
    items: [...PAIN_CORE, ...measureAt('odi', AROUND_THE_COURSE)],
    ...SOURCE,
  },
  {
    code: 'headache',
    name: 'Headache',
    items: [...PAIN_CORE, ...measureAt('isi', AROUND_THE_COURSE)],
    ...SOURCE,
  },
  {
    code: 'depression',
    name: 'Depression',
    items: [
      ...measureAt('phq-9', WEEKLY),
      ...measureAt('ham-d17', FORTNIGHTLY),
      ...measureAt('c-ssrs-screener', WEEKLY),
      ...measureAt('gad-7', AROUND_THE_COURSE),
      ...measureAt('pgic', IMPRESSION),
    ],
    source: 'Customary in depression trials; rhythm ours',
    provenance: 'design-default',
  },
  {
    code: 'accelerated-depression',
    name: 'Depression, many sessions a day (SNT)',
    items: [
      ...measureAt('madrs', DAILY),
      ...measureAt('c-ssrs-screener', DAILY),
      ...measureAt('phq-9', ['baseline', 'end', ...FOLLOW_UPS]),
      ...measureAt('pgic', ['end', ...FOLLOW_UPS]),
    ],
    source: 'A course of five days is measured daily; which measures is ours',
    provenance: 'design-default',
  },
];
