import { defineRule } from '../finding.js';
import type { CourseLength } from '../course-length.js';

/** Where a session is given once a day, going on is usual practice, and only told. */
export const COURSE_LENGTH = defineRule<CourseLength>({
  code: 'course-length',
  severity: 'override',
  title: 'Days with several sessions end where the protocol ends, or a clinician signs for more; a longer course of one session a day is told',
  source: 'Design default; nothing published gives more such days (Cole 2022 Am J Psychiatry 179:132: five)',
  provenance: 'design-default',
  violation: ({ sessionsPublished, sessionsPlanned, sessionsPerDay }) => {
    if (sessionsPlanned <= sessionsPublished) return null;
    const compared = { limit: `${sessionsPublished} sessions`, actual: `${sessionsPlanned} sessions` };
    const explanation = `The course has ${sessionsPlanned} sessions, the protocol ${sessionsPublished}.`;
    if (sessionsPerDay <= 1) return { ...compared, explanation, severity: 'info', source: 'The protocol' };
    return { ...compared, explanation: `${explanation} They go on at ${sessionsPerDay} a day, and nothing published says what more such days do.` };
  },
});
