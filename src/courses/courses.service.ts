import { record } from '../audit/index.js';
import { lockPatient } from '../patients/index.js';
import { conditionFacts, patientFacts, today } from '../patients/read.js';
import { publishedProtocol } from '../protocols/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { invalid, wrongState } from '../platform/errors/refusal.js';
import { requireMatch } from '../platform/http/answer.js';
import { newId } from '../platform/kernel/uuid.js';
import { findingsToAnswer, whatIsMissing } from './activation.js';
import type { CourseChange, CourseView, NewCourse } from './course.dto.js';
import { Course, type CourseStatus } from './course.entity.js';
import { notReady, patientArchived, protocolRetired } from './courses.problems.js';
import { holdIfAtSuicideRisk } from './holds/holds.service.js';
import { tellEnd } from './end-followers.js';
import { courseView } from './courses.queries.js';
import type { OverrideGiven } from './override.dto.js';
import { keepOverrides } from './overrides.js';
import { lockPatientOf } from './patient-lock.js';
import { planOf } from './plan-findings.js';
import { courseFacts, courseOwner, sessionsOf } from './read.js';
import { shareDoses } from './ledger/ledger.service.js';
import { refuseImpossibleRamp } from './extensions/changes.service.js';
import { isOffLabel, sideToStimulate } from './prescription.js';

/** A draft: the plan is written down, nothing is booked or given yet. Of a risk told at the same time and a course the second sees the first. */
export async function prescribeCourse(work: Work, { patientId, protocolId, protocolVersion, conditionId, overrides = [], ...plan }: NewCourse): Promise<CourseView> {
  await lockPatient(work, patientId);
  const patient = await patientFacts(work, patientId);
  if (patient.archivedAt !== null) throw patientArchived();
  const protocol = await publishedProtocol(work, protocolId, protocolVersion);
  if (protocol.retired) throw protocolRetired();
  refuseImpossibleRamp(plan.ramp ?? [], protocol.blocks ?? (protocol.stimulation ? [{ stimulation: protocol.stimulation }] : []));
  if (plan.referredOn !== undefined && plan.referredOn > (await today(work))) throw invalid('/referredOn', 'in-the-future', 'must not be in the future');
  const condition = conditionId === undefined ? undefined : await conditionFacts(work, patientId, conditionId);
  const id = newId();
  await work.insert(Course, {
    id,
    patientId,
    conditionId: conditionId ?? null,
    protocolId,
    protocolVersion: protocol.version,
    modality: protocol.modality,
    status: 'draft',
    hemisphere: plan.hemisphere ?? sideToStimulate(protocol.hemisphere, condition?.side ?? null),
    target: plan.target,
    ramp: plan.ramp && plan.ramp.length > 0 ? plan.ramp : null,
    goals: plan.goals ?? null,
    referredOn: plan.referredOn ?? null,
    offLabel: await isOffLabel(work, protocol, condition?.category ?? null),
    sessionsPlanned: sessionsOf(protocol.phases),
    prescribedBy: work.actor.staffId,
    createdAt: work.now,
  });
  if (overrides.length > 0) await keepOverrides(work, id, overrides, await findingsToAnswer(work, id));
  if (protocol.modality !== 'neurofeedback') await holdIfAtSuicideRisk(work, id, patientId);
  const after = await courseView(work, id);
  record(work, { action: 'course.prescribed', subject: { type: 'course', id }, patientId, after });
  return after;
}

/** Draft → active. @throws Refusal 409 `not-ready` listing everything that is missing at once */
export async function activateCourse(work: Work, id: string, overrides: readonly OverrideGiven[]): Promise<CourseView> {
  // The patient first: of two courses at once the second sees the first, and nobody is archived or given a medicine meanwhile.
  await lockPatientOf(work, id);
  const { before, status } = await lockCourse(work, id);
  if (status !== 'draft') throw wrongState('course', status, 'activated');
  if (overrides.length > 0) await keepOverrides(work, id, overrides, await findingsToAnswer(work, id));
  const missing = await whatIsMissing(work, id);
  if (missing.length > 0) throw notReady(missing);
  const { protocol, condition } = await planOf(work, await courseFacts(work, id));
  await work.update(Course, id, { status: 'active', activatedAt: work.now, offLabel: await isOffLabel(work, protocol, condition?.category ?? null) });
  return told(work, id, 'course.activated', before);
}

/** What the patient wants to come of it may change on the way; the plan itself does not. */
export async function changeCourse(work: Work, id: string, ifMatch: string | undefined, { goals }: CourseChange): Promise<CourseView> {
  const { before, status } = await lockCourse(work, id);
  requireMatch(ifMatch, before);
  if (status === 'completed' || status === 'discontinued') throw wrongState('course', status, 'changed');
  await work.update(Course, id, { goals });
  return told(work, id, 'course.changed', before);
}

export const pauseCourse = (work: Work, id: string, reason?: string): Promise<CourseView> => move(work, id, ['active'], 'paused', 'paused', {}, reason);
export const resumeCourse = (work: Work, id: string, reason?: string): Promise<CourseView> => move(work, id, ['paused'], 'active', 'resumed', {}, reason);

export const completeCourse = (work: Work, id: string, reason?: string): Promise<CourseView> =>
  move(work, id, ['active', 'paused'], 'completed', 'completed', { endedAt: work.now, endReason: reason ?? null });

export const discontinueCourse = (work: Work, id: string, reason: string): Promise<CourseView> =>
  move(work, id, ['draft', 'active', 'paused'], 'discontinued', 'discontinued', { endedAt: work.now, endReason: reason });

async function move(work: Work, id: string, from: readonly CourseStatus[], to: CourseStatus, verb: string, more: Partial<Course> = {}, reason?: string): Promise<CourseView> {
  const { before, status } = await lockCourse(work, id);
  if (!from.includes(status)) throw wrongState('course', status, verb);
  await work.update(Course, id, { status: to, ...more });
  if (to === 'completed' || to === 'discontinued') await tellEnd(work, { courseId: id, how: to });
  return told(work, id, `course.${verb}`, before, reason);
}

async function lockCourse(work: Work, id: string): Promise<{ before: CourseView; status: CourseStatus }> {
  const { status } = await work.one<{ status: CourseStatus }>(sql`select status from courses where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  return { before: await courseView(work, id), status };
}

async function told(work: Work, id: string, action: string, before: CourseView, reason?: string): Promise<CourseView> {
  const after = await courseView(work, id);
  record(work, { action, subject: { type: 'course', id }, patientId: after.patientId, before, after: { ...after, ...(reason !== undefined && { reason }) } });
  return after;
}

/** What one delivered session adds to its course. Called by `sessions`, in the transaction that completes it. */
export async function advanceProgress(work: Work, courseId: string, pulses: number): Promise<void> {
  const { patientId } = await courseOwner(work, courseId);
  await work.run(sql`
    update courses set sessions_delivered = sessions_delivered + 1, pulses_delivered = pulses_delivered + ${pulses}
    where clinic_id = ${work.actor.clinicId} and id = ${courseId}`);
  await shareDoses(work, patientId);
}
