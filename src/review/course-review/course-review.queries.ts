import { seen } from '../../audit/index.js';
import { OVERRIDES_OF_COURSE } from '../../courses/read.js';
import { FEWEST_DIARY_DAYS, type BaselineRule } from '../../outcome-measures/read.js';
import { sql } from '../../platform/database/sql.js';
import { together } from '../../platform/database/together.js';
import type { Work } from '../../platform/database/work.js';
import type { CourseReview, MissedReason } from './course-review.dto.js';
import { reviewMeasures, type AssessmentFacts } from './measure-review.js';
import { dueFacts, whatIsDue } from './what-is-due.js';
import { inPlainWords } from './plain-words.js';

interface Row extends Omit<CourseReview, 'summary' | 'due' | 'measures' | 'adherence' | 'dose'> {
  assessments: AssessmentFacts[];
  baselineRule: BaselineRule;
  planned: number;
  counts: Record<string, number>;
  reasons: MissedReason[];
  dueSessions: number;
  prescribedPulses: number | null;
  deliveredPulses: number;
  sessionsBelowPrescription: number;
}

/** Everything a clinician wants to see of a course: its record in one statement, with what is due beside it. @throws Refusal 404 */
export async function courseReview(work: Work, courseId: string): Promise<CourseReview> {
  const { clinicId } = work.actor;
  const onDay = sql`(a.assessed_at at time zone (select time_zone from clinics where id = ${clinicId}))::date`;
  const [row, due] = await together(work.one<Row>(sql`
    select c.id as "courseId", c.patient_id as "patientId", c.status, c.sessions_planned as planned, c.pulses_delivered as "deliveredPulses",
      coalesce((select baseline_rule from assessment_plans where clinic_id = ${clinicId} and course_id = c.id), 'single-value') as "baselineRule",
      jsonb_build_object('id', p.id, 'version', v.version, 'code', p.code, 'name', p.name, 'modality', v.modality, 'targetRegion', v.target_region,
        'hemisphere', c.hemisphere) as protocol,
      coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'measure', a.measure, 'measureVersion', a.measure_version, 'recallPeriod', a.recall_period, 'assessedAt', iso(a.assessed_at), 'day', ${onDay},
          'definition', (select d.definition from clinic_measures d where d.clinic_id = a.clinic_id and d.code = a.measure and d.version::text = a.measure_version),
          'sessionNumber', a.session_number, 'cumulativePulses', a.cumulative_pulses, 'score', a.score, 'unroundedScore', a.unrounded_score, 'subscores', coalesce(a.unrounded_subscores, a.subscores), 'severity', a.severity,
          'dailyMme', (select sum(m.daily_mme) from medications m where m.clinic_id = a.clinic_id and m.patient_id = a.patient_id and m.voided_at is null and m.started_on <= ${onDay} and (m.stopped_on is null or m.stopped_on > ${onDay})))
          order by a.assessed_at, a.id)
        from assessments a where a.clinic_id = ${clinicId} and a.course_id = c.id and a.superseded_at is null and a.entered_in_error_at is null), '[]') as assessments,
      coalesce((select jsonb_agg(jsonb_build_object('from', w.day, 'days', w.days, 'mean', case when w.days >= ${FEWEST_DIARY_DAYS}::int then w.mean end) order by w.day)
        from (select d.first_day + d.week * 7 as day, count(*)::int as days, round(avg(d.score)::numeric, 2) as mean
          from (select min(one.day) over () as first_day, (one.day - min(one.day) over ()) / 7 as week, avg(one.score) as score
            from (select ${onDay} as day, a.unrounded_score as score from assessments a where a.clinic_id = ${clinicId} and a.course_id = c.id and a.measure = 'nrs-pain'
              and a.superseded_at is null and a.entered_in_error_at is null and a.unrounded_score is not null) as one group by one.day) as d
          group by d.first_day, d.week) as w), '[]') as "painDiary",
      t.reasons, t.counts, t."dueSessions", t."prescribedPulses", t."sessionsBelowPrescription",
      coalesce((select jsonb_agg(jsonb_build_object('measuredAt', iso(t.measured_at), 'percentMso', t.percent_mso, 'method', t.method, 'hemisphere', t.hemisphere) order by t.measured_at, t.id)
        from motor_thresholds t where t.clinic_id = ${clinicId} and t.course_id = c.id), '[]') as "motorThresholds",
      coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'sessionId', e.session_id, 'category', e.category, 'grade', e.grade, 'serious', e.serious, 'occurredAt', iso(e.occurred_at)) order by e.occurred_at, e.id)
        from adverse_events e where e.clinic_id = ${clinicId} and e.course_id = c.id), '[]') as "adverseEvents",
      coalesce((select jsonb_agg(jsonb_build_object('name', m.name, 'dose', m.dose, 'frequency', m.frequency, 'startedOn', m.started_on, 'stoppedOn', m.stopped_on, 'dailyMme', m.daily_mme) order by m.started_on, m.id)
        from medications m where m.clinic_id = ${clinicId} and m.patient_id = c.patient_id and m.voided_at is null), '[]') as medications,
      coalesce((select jsonb_agg(jsonb_build_object('kind', j.kind, 'plan', j.plan, 'startedOn', j.started_on, 'endedOn', j.ended_on) order by j.started_on, j.id)
        from adjuncts j where j.clinic_id = ${clinicId} and j.course_id = c.id), '[]') as adjuncts,
      ${OVERRIDES_OF_COURSE} as overrides
    from courses c
    join protocols p on p.clinic_id = c.clinic_id and p.id = c.protocol_id
    join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    cross join lateral (
      with groups as (
        select s.kind, s.status, s.status_reason as reason, count(*)::int as n,
          count(*) filter (where s.status <> 'cancelled' and (s.ends_at <= ${work.now} or s.status in ('completed', 'signed', 'aborted', 'no-show')))::int as due,
          sum((s.prescribed ->> 'totalPulses')::int) filter (where s.status in ('completed', 'signed', 'aborted')) as prescribed,
          count(*) filter (where s.delivered ->> 'fidelity' = 'below-prescription')::int as below
        from sessions s where s.clinic_id = ${clinicId} and s.course_id = c.id group by s.kind, s.status, s.status_reason)
      select coalesce(jsonb_agg(jsonb_build_object('status', status, 'reason', reason, 'sessions', n) order by n desc, status, reason) filter (where kind = 'treatment' and status in ('no-show', 'cancelled', 'aborted')), '[]') as reasons,
        (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, sum(n)::int as n from groups where kind = 'treatment' group by status) by_status) as counts,
        coalesce(sum(due) filter (where kind = 'treatment'), 0)::int as "dueSessions", sum(prescribed) filter (where kind = 'treatment')::int as "prescribedPulses", coalesce(sum(below), 0)::int as "sessionsBelowPrescription"
      from groups) t
    where c.clinic_id = ${clinicId} and c.id = ${courseId}`), dueFacts(work, courseId));
  seen(work, { action: 'review.read', subject: { type: 'course', id: courseId }, patientId: row.patientId });
  const { assessments, baselineRule, planned, counts, reasons, dueSessions, prescribedPulses, deliveredPulses, sessionsBelowPrescription, ...rest } = row;
  const of = (...statuses: string[]): number => statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const delivered = of('completed', 'signed');
  const adherence = {
    planned,
    scheduled: of('scheduled', 'checked-in', 'held', 'in-progress'),
    delivered,
    aborted: of('aborted'),
    missed: of('no-show'),
    cancelled: of('cancelled'),
    percent: dueSessions === 0 ? null : Math.round((delivered / dueSessions) * 1000) / 10,
    reasons,
  };
  const percent = prescribedPulses ? Math.round((deliveredPulses / prescribedPulses) * 1000) / 10 : null;
  const dose = { prescribedPulses, deliveredPulses, percent, sessionsBelowPrescription };
  const measures = reviewMeasures(assessments, baselineRule);
  return { ...rest, summary: inPlainWords(measures, adherence, rest.adverseEvents), due: whatIsDue(due, row, work.nowMs), measures, adherence, dose };
}
