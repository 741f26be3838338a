import type { TdcsFacts } from '../current-facts.js';
import { defineRule } from '../finding.js';

export const TDCS_SESSIONS_A_DAY = defineRule<TdcsFacts>({
  code: 'tdcs-sessions-a-day',
  severity: 'override',
  title: 'tDCS is given once a day, or a clinician signs',
  source: 'Design default, after the trials in pain (Fregni 2006 Pain 122:197; Valle 2009 J Pain Manag 2:353): one session a day',
  provenance: 'design-default',
  violation: ({ sessionsPerDay }) => {
    if (sessionsPerDay <= 1) return null;
    return { limit: '1 session a day', actual: `${sessionsPerDay} sessions a day`, explanation: `The trials in pain gave one session of current a day, this plan has ${sessionsPerDay}; how currents of one day add up is not known.` };
  },
});
