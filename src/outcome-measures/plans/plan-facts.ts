import { empty, sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { PLAN_TEMPLATES, type DoneAssessment, type PlanItem, type SkippedOccasion } from '../plan/index.js';

/** What the plan's kernel needs to know of one course. */
export interface CoursePlanFacts {
  courseId: string;
  patientId: string;
  category: string | null;
  items: PlanItem[] | null;
  startedOn: string | null;
  endedOn: string | null;
  sessionsPlanned: number;
  sessionsDelivered: number;
  done: DoneAssessment[];
  skipped: SkippedOccasion[];
}

/** After the longest follow-up and the time to make up for it nothing of a course is wanted any more. */
const DAYS_OF_INTEREST_AFTER_END = 260;

/**
 * The courses that run or ended lately, with all that decides what is due. The day of the first session is that of the
 * first one booked or had; an assessment belongs to that day's session, else to the next one to come. Sessions are asked
 * of their table: their room stands beside this one.
 * @param timeZone IANA name of the clinic's zone, in which days are counted
 */
export function coursePlanFacts(reader: Reader, timeZone: string, only: { courseId?: string | undefined; patientId?: string | undefined } = {}): Promise<CoursePlanFacts[]> {
  const { clinicId } = reader.actor;
  return reader.many<CoursePlanFacts>(sql`
    select c.id as "courseId", c.patient_id as "patientId", k.category, p.items,
      (select min((s.starts_at at time zone ${timeZone})::date) from sessions s
       where s.clinic_id = ${clinicId} and s.course_id = c.id and s.kind = 'treatment' and s.status not in ('cancelled', 'no-show')) as "startedOn",
      (c.ended_at at time zone ${timeZone})::date as "endedOn", c.sessions_planned as "sessionsPlanned", c.sessions_delivered as "sessionsDelivered",
      coalesce((
        select jsonb_agg(jsonb_build_object('measure', a.measure, 'recallPeriod', a.recall_period, 'assessedOn', (a.assessed_at at time zone ${timeZone})::date, 'sessionNumber', v.before + greatest(1, v.that_day)))
        from assessments a cross join lateral (
          select count(*) filter (where s.starts_at < date_trunc('day', a.assessed_at, ${timeZone}))::int as before,
            count(*) filter (where s.starts_at >= date_trunc('day', a.assessed_at, ${timeZone}) and s.starts_at <= a.assessed_at)::int as that_day
          from sessions s where s.clinic_id = ${clinicId} and s.course_id = c.id and s.kind = 'treatment' and s.status in ('completed', 'signed')) v
        where a.clinic_id = ${clinicId} and a.course_id = c.id and a.superseded_at is null and a.entered_in_error_at is null), '[]') as done,
      coalesce((
        select jsonb_agg(jsonb_build_object('measure', x.measure, 'occasion', x.occasion, 'reason', x.reason))
        from assessment_skips x where x.clinic_id = ${clinicId} and x.course_id = c.id), '[]') as skipped
    from courses c
    left join conditions k on k.clinic_id = c.clinic_id and k.id = c.condition_id
    left join assessment_plans p on p.clinic_id = c.clinic_id and p.course_id = c.id
    where c.clinic_id = ${clinicId}
      ${only.courseId === undefined ? sql`and c.status <> 'draft' and (c.ended_at is null or c.ended_at > ${reader.now}::timestamptz - make_interval(days => ${DAYS_OF_INTEREST_AFTER_END}))` : sql`and c.id = ${only.courseId}`}
      ${only.patientId === undefined ? empty : sql`and c.patient_id = ${only.patientId}`}
    order by c.id`);
}

const TEMPLATE_OF_CATEGORY: Readonly<Record<string, string>> = {
  'neuropathic-pain': 'neuropathic-pain',
  'post-stroke-pain': 'neuropathic-pain',
  crps: 'neuropathic-pain',
  fibromyalgia: 'fibromyalgia',
  headache: 'headache',
  depression: 'depression',
  anxiety: 'depression',
};

/** The plan that somebody chose, else the minimum set for the condition without what the clinic may not use. */
export function itemsOf({ items, category }: Pick<CoursePlanFacts, 'items' | 'category'>, notLicensed: ReadonlySet<string>): readonly PlanItem[] {
  if (items) return items;
  return templateItems(TEMPLATE_OF_CATEGORY[category ?? ''] ?? 'pain').filter(({ measure }) => !notLicensed.has(measure));
}

export function templateItems(code: string): readonly PlanItem[] {
  return PLAN_TEMPLATES.find((template) => template.code === code)?.items ?? [];
}
