import { closedRecords, seen } from '../../audit/index.js';
import { readClinic } from '../../clinics/read.js';
import type { DueMeasure } from '../../courses/read.js';
import { together } from '../../platform/database/together.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { notFound } from '../../platform/errors/refusal.js';
import { cursorKey, pageFrom, type Page } from '../../platform/http/paging.js';
import { localDate } from '../local-date.js';
import { measuresWithoutLicence } from '../measure-lookup.js';
import { dueAssessments, plannedAssessments, type PlanFacts } from '../plan/index.js';
import { coursePlanFacts, itemsOf, type CoursePlanFacts } from './plan-facts.js';
import type { DueQuery, DueView, OccasionView } from './plan.dto.js';

export interface DuePlan {
  course: CoursePlanFacts;
  facts: PlanFacts;
}

/** Every course with what the kernel needs to say what of its plan is due on a day. */
export async function plansOn(reader: Reader, on: string | undefined, only: { courseId?: string | undefined; patientId?: string | undefined } = {}): Promise<DuePlan[]> {
  const [{ timeZone }, off] = await together(readClinic(reader), measuresWithoutLicence(reader));
  const today = on ?? localDate(reader.nowMs, timeZone);
  const courses = await coursePlanFacts(reader, timeZone, only);
  // Nobody is asked for what the clinic may not use, also where its licence ended after the plan was made.
  const plan = (course: CoursePlanFacts): PlanFacts['plan'] => itemsOf(course, off).filter(({ measure }) => !off.has(measure));
  return courses.map((course) => ({ course, facts: { plan: plan(course), course, done: course.done, skipped: course.skipped, today } }));
}

/** The order of the list: the overdue first, then course by course. */
type OrderKey = [isComing: 0 | 1, courseId: string, measure: string, occasion: string];
const orderKey = ({ state, courseId, measure, occasion }: DueView): OrderKey => [state === 'overdue' ? 0 : 1, courseId, measure, occasion];

function compareKeys(a: OrderKey, b: OrderKey): number {
  const at = a.findIndex((member, index) => member !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

/** What should be filled in on a day, over all courses, the overdue first. */
export async function listDue(work: Work, query: DueQuery): Promise<Page<DueView>> {
  const { on, patientId, courseId } = query;
  const text = (member: unknown): boolean => typeof member === 'string';
  const after = cursorKey(query, [(rank) => rank === 0 || rank === 1, text, text, text]) as OrderKey | undefined;
  const closed = new Set(await closedRecords(work));
  const items: DueView[] = (await plansOn(work, on, { patientId, courseId })).filter(({ course }) => !closed.has(course.patientId)).flatMap(({ course, facts }) =>
    dueAssessments(facts).map((planned) => ({ patientId: course.patientId, courseId: course.courseId, ...planned })));
  seen(work, { action: 'assessments-due.listed', subject: { type: 'assessment' }, patientId });
  return pageFrom(items.filter((item) => !after || compareKeys(orderKey(item), after) > 0).sort((a, b) => compareKeys(orderKey(a), orderKey(b))), query, orderKey, (item) => item);
}

/** Every occasion of one course's plan up to the next of each rhythm, with its window and state. */
export async function listOccasions(work: Work, courseId: string): Promise<Page<OccasionView>> {
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
