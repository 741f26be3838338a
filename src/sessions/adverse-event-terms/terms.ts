/** After CTCAE version 5, recalled. How severe it is says nothing of how serious it is. */
export const ADVERSE_EVENT_GRADES: Readonly<Record<1 | 2 | 3 | 4 | 5, string>> = {
  1: 'mild, nothing to be done',
  2: 'moderate, hinders shopping, housework and the like',
  3: 'severe, hinders care of oneself or needs a hospital',
  4: 'life-threatening',
  5: 'death',
};

/** WHO-UMC system, recalled. */
export const CAUSALITIES = ['certain', 'probable', 'possible', 'unlikely', 'conditional', 'unassessable'] as const;
export type Causality = (typeof CAUSALITIES)[number];

export const EXPECTEDNESSES = ['expected', 'unexpected'] as const;
export type Expectedness = (typeof EXPECTEDNESSES)[number];

export const ADVERSE_EVENT_ACTIONS = ['none', 'intensity-reduced', 'coil-moved', 'session-stopped', 'course-paused', 'course-stopped'] as const;
export type AdverseEventAction = (typeof ADVERSE_EVENT_ACTIONS)[number];

export const ADVERSE_EVENT_OUTCOMES = ['recovered', 'recovering', 'not-recovered', 'sequelae', 'fatal', 'unknown'] as const;
export type AdverseEventOutcome = (typeof ADVERSE_EVENT_OUTCOMES)[number];
