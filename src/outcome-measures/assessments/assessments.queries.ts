import { onlyOpenRecords, seen } from '../../audit/index.js';
import { empty, sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import { changeFromBaseline, chooseBaseline, subscoreChanges, type BaselineRule, type ChosenBaseline, type ScoredPoint, type SubscorePoint } from '../change/index.js';
import { customInstrument, findInstrument, roundHalfUp, type CustomMeasure, type Instrument } from '../scoring/index.js';
import type { AssessmentQuery, AssessmentView, BaselineView } from './assessment.dto.js';

interface BaselinePoint extends ScoredPoint {
  /** As shown. */
  shown: number | null;
  assessedAt: string;
}

interface Row extends Omit<AssessmentView, 'change' | 'subscores' | 'profile'> {
  subscores: Record<string, number | null>;
  unroundedSubscores: Record<string, number | null>;
  unroundedScore: number | null;
  /** Where it is the clinic's own. */
  definition: CustomMeasure | null;
  baselineRule: BaselineRule;
  /** How the series begins: as much of it as a baseline may rest on. */
  beginning: BaselinePoint[] | null;
  /** The same of forms with subscores, which may lack a score. */
  subscoreBeginning: SubscorePoint[] | null;
}

/** A diary before treatment is a matter of weeks; nothing beyond so many entries is looked at. */
const LONGEST_BEGINNING = 400;
/** Where the first value counts: a subscore that so many forms left open has no baseline. */
const FIRST_FORMS = 20;

/** A series: same patient, course, measure with its version, and recall period; what counts of it has a score. */
const SELECT = sql`
  select a.id, a.patient_id as "patientId", a.course_id as "courseId", a.session_id as "sessionId", a.measure, a.measure_version as "measureVersion",
    a.recall_period as "recallPeriod", a.answers, a.score, a.unrounded_score as "unroundedScore", a.subscores, coalesce(a.unrounded_subscores, a.subscores) as "unroundedSubscores", a.severity,
    coalesce(a.classifications, '[]') as classifications, a.value_set as "valueSet", a.complete, a.prorated, a.reason,
    a.flags, a.assessed_at as "assessedAt", a.session_number as "sessionNumber", a.recorded_at as "recordedAt", a.recorded_by as "recordedBy",
    a.supersedes, a.superseded_at as "supersededAt", a.correction_reason as "correctionReason",
    a.entered_by as "enteredBy", a.place, a.duration_seconds as "durationSeconds",
    a.entered_in_error_at as "enteredInErrorAt", a.entered_in_error_reason as "enteredInErrorReason",
    coalesce(p.baseline_rule, 'single-value') as "baselineRule",
    (select jsonb_agg(jsonb_build_object('id', b.id, 'score', b.unrounded_score, 'shown', b.score, 'assessedAt', iso(b.assessed_at), 'day', (b.assessed_at at time zone k.time_zone)::date,
        'beforeTreatment', b.session_number = 0) order by b.assessed_at, b.id)
     from (select * from assessments b
       where b.clinic_id = a.clinic_id and b.patient_id = a.patient_id and b.course_id is not distinct from a.course_id and b.measure = a.measure
         and b.recall_period = a.recall_period and b.measure_version = a.measure_version and b.superseded_at is null and b.entered_in_error_at is null and b.unrounded_score is not null
       order by b.assessed_at, b.id limit case when coalesce(p.baseline_rule, 'single-value') = 'single-value' then 1 else ${LONGEST_BEGINNING}::int end) b) as beginning,
    case when a.subscores <> '{}' then (select jsonb_agg(jsonb_build_object('id', b.id, 'subscores', coalesce(b.unrounded_subscores, b.subscores), 'day', (b.assessed_at at time zone k.time_zone)::date, 'beforeTreatment', b.session_number = 0) order by b.assessed_at, b.id)
     from (select * from assessments b
       where b.clinic_id = a.clinic_id and b.patient_id = a.patient_id and b.course_id is not distinct from a.course_id and b.measure = a.measure
         and b.recall_period = a.recall_period and b.measure_version = a.measure_version and b.superseded_at is null and b.entered_in_error_at is null
       order by b.assessed_at, b.id limit case when coalesce(p.baseline_rule, 'single-value') = 'single-value' then ${FIRST_FORMS}::int else ${LONGEST_BEGINNING}::int end) b) end as "subscoreBeginning",
    m.definition
  from assessments a
  join clinics k on k.id = a.clinic_id
  left join assessment_plans p on p.clinic_id = a.clinic_id and p.course_id = a.course_id
  left join clinic_measures m on m.clinic_id = a.clinic_id and m.code = a.measure and m.version::text = a.measure_version`;

export async function assessmentView(reader: Reader, id: string): Promise<AssessmentView> {
  return viewOf(await reader.one<Row>(sql`${SELECT} where a.clinic_id = ${reader.actor.clinicId} and a.id = ${id}`));
}

export async function readAssessment(work: Work, id: string): Promise<AssessmentView> {
  const view = await assessmentView(work, id);
  seen(work, { action: 'assessment.read', subject: { type: 'assessment', id }, patientId: view.patientId });
  return view;
}

/** In order of time; superseded ones are there too, and say so. */
export async function listAssessments(work: Work, query: AssessmentQuery): Promise<Page<AssessmentView>> {
  const after = cursorKey(query, [(at) => typeof at === 'string' && !Number.isNaN(Date.parse(at)), (id) => typeof id === 'string' && isUuid(id)]);
  const rows = await work.many<Row>(sql`
    ${SELECT} where a.clinic_id = ${work.actor.clinicId}
      ${query.patientId ? sql`and a.patient_id = ${query.patientId}` : empty}
      ${await onlyOpenRecords(work, sql`a.patient_id`)}
      ${query.courseId ? sql`and a.course_id = ${query.courseId}` : empty}
      ${query.measure ? sql`and a.measure = ${query.measure}` : empty}
      ${after ? sql`and (a.assessed_at, a.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
    order by a.assessed_at, a.id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'assessments.listed', subject: { type: 'assessment' }, patientId: query.patientId });
  return pageFrom(rows, query, (row) => [row.assessedAt, row.id], viewOf);
}

function viewOf({ unroundedScore, unroundedSubscores, baselineRule, beginning, subscoreBeginning, definition, ...row }: Row): AssessmentView {
  const instrument = definition ? customInstrument(definition) : findInstrument(row.measure);
  const points = beginning ?? [];
  const chosen = chooseBaseline(baselineRule, points);
  const baseline = chosen?.covers.has(row.id) ? null : chosen;
  const none = { fromBaseline: null, percent: null, responder: null, substantialResponder: null, remission: null, importantChangeReached: null, deteriorated: null };
  const { unroundedPercent: _unrounded, ...change } = instrument
    ? changeFromBaseline({ instrument, baseline: baseline?.value ?? null, current: unroundedScore })
    : { ...none, unroundedPercent: null };
  const subscores = instrument ? subscoreChanges(instrument, baselineRule, subscoreBeginning ?? [], { id: row.id, subscores: unroundedSubscores }) : [];
  return { ...row, profile: profileOf(instrument, row.answers), change: { baseline: baseline && baselineView(baseline, points, instrument), ...change, subscores } };
}

/** `21232`; null where a digit is missing, or the measure names no state of health. */
function profileOf(instrument: Instrument | undefined, answers: Readonly<Record<string, number | null>>): string | null {
  const digits = instrument?.profileItems?.map((code) => answers[code] ?? null) ?? [null];
  return digits.includes(null) ? null : digits.join('');
}

function baselineView({ rule, value, values, lastId }: ChosenBaseline, points: readonly BaselinePoint[], instrument: Instrument | undefined): BaselineView | null {
  const last = points.find(({ id }) => id === lastId);
  if (!last) return null;
  const score = values === 1 ? last.shown : roundHalfUp(value, Math.max(2, instrument?.scoreDecimals ?? 2));
  return { assessmentId: last.id, score, assessedAt: last.assessedAt, rule, values };
}
