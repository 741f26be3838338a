import { closedRecords, seen } from '../../audit/index.js';
import { readClinic } from '../../clinics/read.js';
import type { DueMeasure } from '../../courses/read.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { notFound } from '../../platform/errors/refusal.js';
import { localDate } from '../local-date.js';
import { measuresWithoutLicence } from '../measure-lookup.js';
import { dueAssessments, plannedAssessments, type PlanFacts } from '../plan/index.js';
import { coursePlanFacts, itemsOf, type CoursePlanFacts } from './plan-facts.js';
import type { DueList, DueQuery, DueView, OccasionList } from './plan.dto.js';

export interface DuePlan {
  course: CoursePlanFacts;
  facts: PlanFacts;
}

/** Every course with what the kernel needs to say what of its plan is due on a day. */
export async function plansOn(reader: Reader, on: string | undefined, only: { courseId?: string | undefined; patientId?: string | undefined } = {}): Promise<DuePlan[]> {
  const { timeZone } = await readClinic(reader);
  const today = on ?? localDate(reader.nowMs, timeZone);
  const off = await measuresWithoutLicence(reader);
  const courses = await coursePlanFacts(reader, timeZone, only);
  // Nobody is asked for what the clinic may not use, also where its licence ended after the plan was made.
  const plan = (course: CoursePlanFacts): PlanFacts['plan'] => itemsOf(course, off).filter(({ measure }) => !off.has(measure));
  return courses.map((course) => ({ course, facts: { plan: plan(course), course, done: course.done, skipped: course.skipped, today } }));
}

/** What should be filled in on a day, over all courses, the overdue first. */
export async function listDue(work: Work, { on, patientId, courseId }: DueQuery): Promise<DueList> {
  const closed = new Set(await closedRecords(work));
  const items: DueView[] = (await plansOn(work, on, { patientId, courseId })).filter(({ course }) => !closed.has(course.patientId)).flatMap(({ course, facts }) =>
    dueAssessments(facts).map((planned) => ({ patientId: course.patientId, courseId: course.courseId, ...planned })));
  seen(work, { action: 'assessments-due.listed', subject: { type: 'assessment' }, patientId });
  return { items: [...items.filter(({ state }) => state === 'overdue'), ...items.filter(({ state }) => state !== 'overdue')], nextCursor: null };
}

/** Every occasion of one course's plan up to the next of each rhythm, with its window and state. */
export async function listOccasions(work: Work, courseId: string): Promise<OccasionList> {
  const [plan] = await plansOn(work, undefined, { courseId });
  if (!plan) throw notFound();
  seen(work, { action: 'assessment-plan.read', subject: { type: 'course', id: courseId }, patientId: plan.course.patientId });
  return { items: plannedAssessments(plan.facts), nextCursor: null };
}

/** What one course waits for today, as check-in shows it. */
export async function dueOfCourse(reader: Reader, courseId: string): Promise<DueMeasure[]> {
  const [plan] = await plansOn(reader, undefined, { courseId });
  if (!plan) return [];
  return dueAssessments(plan.facts).map(({ measure, state, window }) => ({ measure, state: state === 'overdue' ? 'overdue' : 'due', dueOn: window.by === 'date' ? window.dueOn : null }));
}
