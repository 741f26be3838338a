import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, InvalidRequest, invalid, wrongState } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import { findingsToAnswer } from '../activation.js';
import { Course } from '../course.entity.js';
import type { CourseView } from '../course.dto.js';
import { notReady } from '../courses.problems.js';
import { courseView } from '../courses.queries.js';
import { keepOverrides } from '../overrides.js';
import { rampFaults } from '../ramp/index.js';
import { unansweredFindings } from '../readiness/index.js';
import { courseFacts, overridesOf, type CourseBlock } from '../read.js';
import type { CourseExtensionRequest, RampChange, RampStepInput } from './changes.dto.js';
import { CourseExtension } from './course-extension.entity.js';

/** The check of the table; a course longer than that is another course. */
const MOST_SESSIONS = 500;

/**
 * More sessions than the protocol prescribes, in its last phase's rhythm. The course as it is with them is judged like one that
 * is to begin: what was signed for stays so, what the new length brings is asked. @throws Refusal 409 `not-ready`
 */
export async function extendCourse(work: Work, id: string, { sessions, reason, overrides = [] }: CourseExtensionRequest): Promise<CourseView> {
  const course = await courseFacts(work, id, 'lock');
  if (course.status !== 'active' && course.status !== 'paused') throw wrongState('course', course.status, 'extended');
  if (course.sessionsPlanned + sessions > MOST_SESSIONS) throw conflict('too-many-sessions', `A course has at most ${MOST_SESSIONS} sessions.`);
  const before = await courseView(work, id);
  await work.insert(CourseExtension, { id: newId(), courseId: id, sessions, reason, givenBy: work.actor.staffId, givenAt: work.now });
  await work.run(sql`update courses set sessions_planned = sessions_planned + ${sessions} where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  const found = await findingsToAnswer(work, id);
  if (overrides.length > 0) await keepOverrides(work, id, overrides, found);
  const missing = unansweredFindings(found, await overridesOf(work, id));
  if (missing.length > 0) throw notReady(missing, 'be extended');
  return told(work, id, 'course.extended', before, reason);
}

/** How the intensity climbs from here on; what was delivered stays what it was. */
export async function changeRamp(work: Work, id: string, { ramp, reason }: RampChange): Promise<CourseView> {
  const course = await courseFacts(work, id, 'lock');
  if (course.status === 'completed' || course.status === 'discontinued') throw wrongState('course', course.status, 'given a ramp');
  refuseImpossibleRamp(ramp, course.blocks);
  const before = await courseView(work, id);
  await work.update(Course, id, { ramp: ramp.length === 0 ? null : ramp });
  return told(work, id, 'course.ramp-changed', before, reason);
}

/** A step holds every block back that is stronger. @throws InvalidRequest with a pointer to each step that cannot be */
export function refuseImpossibleRamp(ramp: readonly RampStepInput[], blocks: readonly Pick<CourseBlock, 'stimulation'>[]): void {
  if (ramp.length === 0) return;
  if (blocks.length === 0) throw invalid('/ramp', 'not-applicable', 'has a meaning for pulses only');
  const faults = rampFaults(ramp, Math.max(...blocks.map(({ stimulation }) => stimulation.intensityPercentRmt)));
  if (faults.length > 0) throw new InvalidRequest(faults.map(({ index, member, message }) => ({ pointer: `/ramp/${index}/${member}`, code: 'impossible-ramp', message })));
}

async function told(work: Work, id: string, action: string, before: CourseView, reason: string): Promise<CourseView> {
  const after = await courseView(work, id);
  record(work, { action, subject: { type: 'course', id }, patientId: after.patientId, before, after: { ...after, reason } });
  return after;
}
