import { record, seen } from '../../audit/index.js';
import { courseFacts } from '../../courses/read.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict, InvalidRequest, invalid, notFound } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { newId } from '../../platform/kernel/uuid.js';
import { findMeasure, measuresWithoutLicence, requireLicence } from '../measure-lookup.js';
import { checkPlan, plannedAssessments, type PlanItem } from '../plan/index.js';
import { plansOn } from './due.queries.js';
import { itemsOf, templateItems } from './plan-facts.js';
import { toItem, toLine } from './plan-lines.js';
import type { NewPlan, NewSkip, PlanView, SkipView } from './plan.dto.js';
import { AssessmentSkip, type AssessmentPlan } from './plan.entities.js';

declareConstraints({ assessment_skips_occasion_key: () => conflict('already-skipped', 'This occasion is skipped already.') });

export async function planView(reader: Reader, courseId: string): Promise<PlanView> {
  const { clinicId } = reader.actor;
  const { sessionsPlanned, category, ...plan } = await reader.one<Partial<AssessmentPlan> & { sessionsPlanned: number; category: string | null; items: PlanItem[] | null }>(sql`
    select c.sessions_planned as "sessionsPlanned", k.category, p.items, p.baseline_rule as "baselineRule", p.review_after_sessions as "reviewAfterSessions",
      p.chosen_at as "chosenAt", p.chosen_by as "chosenBy"
    from courses c
    left join conditions k on k.clinic_id = c.clinic_id and k.id = c.condition_id
    left join assessment_plans p on p.clinic_id = c.clinic_id and p.course_id = c.id
    where c.clinic_id = ${clinicId} and c.id = ${courseId}`);
  const off = await measuresWithoutLicence(reader);
  return {
    id: courseId,
    chosen: plan.items !== null,
    items: itemsOf({ items: plan.items, category }, off).map(toLine),
    baselineRule: plan.baselineRule ?? 'single-value',
    reviewAfterSessions: plan.reviewAfterSessions ?? Math.ceil(sessionsPlanned / 2),
    chosenAt: plan.chosenAt ?? null,
    chosenBy: plan.chosenBy ?? null,
  };
}

export async function readPlan(work: Work, courseId: string): Promise<PlanView> {
  const view = await planView(work, courseId);
  const { patientId } = await courseFacts(work, courseId);
  seen(work, { action: 'assessment-plan.read', subject: { type: 'course', id: courseId }, patientId });
  return view;
}

/** Decides the plan of a course anew. What was done or skipped stays so, under whatever plan. */
export async function choosePlan(work: Work, courseId: string, given: NewPlan, ifMatch: string | undefined): Promise<PlanView> {
  const { patientId } = await courseFacts(work, courseId, 'lock');
  const before = await planView(work, courseId);
  requireMatch(ifMatch, before);
  const items = await checkedItems(work, given);
  await work.run(sql`
    insert into assessment_plans (clinic_id, course_id, items, baseline_rule, review_after_sessions, chosen_at, chosen_by)
    values (${work.actor.clinicId}, ${courseId}, ${JSON.stringify(items)}::jsonb, ${given.baselineRule ?? 'single-value'}, ${given.reviewAfterSessions ?? null}::int, ${work.now}, ${work.actor.staffId ?? null}::uuid)
    on conflict (clinic_id, course_id) do update set items = excluded.items, baseline_rule = excluded.baseline_rule,
      review_after_sessions = excluded.review_after_sessions, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by`);
  const after = await planView(work, courseId);
  record(work, { action: 'assessment-plan.chosen', subject: { type: 'course', id: courseId }, patientId, before, after });
  return after;
}

/** Leaves one occasion out on purpose; it is then neither due nor missed. */
export async function skipOccasion(work: Work, courseId: string, { measure, occasion, reason }: NewSkip): Promise<SkipView> {
  const [plan] = await plansOn(work, undefined, { courseId });
  if (!plan) throw notFound();
  const planned = plannedAssessments(plan.facts).find((one) => one.measure === measure && one.occasion === occasion);
  if (!planned) throw invalid('/occasion', 'not-planned', 'is not an occasion of this measure in the plan');
  if (planned.state === 'done') throw conflict('already-done', 'This assessment was done; it cannot be skipped.');
  const id = newId();
  await work.insert(AssessmentSkip, { id, courseId, measure, occasion, reason, skippedAt: work.now, skippedBy: work.actor.staffId ?? '' });
  const after = await skipView(work, courseId, id);
  record(work, { action: 'assessment.skipped', subject: { type: 'course', id: courseId }, patientId: plan.course.patientId, after });
  return after;
}

export async function readSkip(work: Work, courseId: string, id: string): Promise<SkipView> {
  const view = await skipView(work, courseId, id);
  const { patientId } = await courseFacts(work, courseId);
  seen(work, { action: 'assessment-plan.read', subject: { type: 'course', id: courseId }, patientId });
  return view;
}

function skipView(reader: Reader, courseId: string, id: string): Promise<SkipView> {
  return reader.one<SkipView>(sql`
    select id, course_id as "courseId", measure, occasion, reason, skipped_at as "skippedAt", skipped_by as "skippedBy"
    from assessment_skips where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${id}`);
}

async function checkedItems(reader: Reader, { template, items = [] }: NewPlan): Promise<PlanItem[]> {
  const off = await measuresWithoutLicence(reader);
  const preset = template === undefined ? [] : templateItems(template).filter(({ measure }) => !off.has(measure));
  const added = items.map(toItem);
  const faults = checkPlan(added);
  if (faults.length > 0) throw new InvalidRequest(faults.map(({ pointer, code, message }) => ({ pointer, code, message })));
  for (const [index, { measure, recallPeriod }] of added.entries()) {
    const instrument = await findMeasure(reader, measure);
    if (!instrument) throw invalid(`/items/${index}/measure`, 'unknown-measure', 'is not a measure of the registry');
    if (recallPeriod !== undefined && !instrument.recallPeriods.includes(recallPeriod)) {
      throw invalid(`/items/${index}/recallPeriod`, 'unknown-recall-period', `must be one of ${instrument.recallPeriods.join(', ') || 'none'}`);
    }
    await requireLicence(reader, instrument);
  }
  const lines = new Map([...preset, ...added].map((item) => [JSON.stringify([item.measure, item.at, item.recallPeriod]), item]));
  if (lines.size === 0) throw invalid('/items', 'empty-plan', 'must hold a line, unless a template is named');
  return [...lines.values()];
}
