import { onlyOpenRecords, seen } from '../../audit/index.js';
import { empty, sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import { changeFromBaseline } from '../change/index.js';
import { customInstrument, findInstrument, type CustomMeasure } from '../scoring/index.js';
import type { AssessmentQuery, AssessmentView } from './assessment.dto.js';

interface Row extends Omit<AssessmentView, 'change'> {
  unroundedScore: number | null;
  /** Where it is the clinic's own. */
  definition: CustomMeasure | null;
  baseline: { assessmentId: string; score: number | null; unroundedScore: number | null; assessedAt: string } | null;
}

/** The baseline of a series is its first assessment that has a score: same patient, course, measure and recall period. */
const SELECT = sql`
  select a.id, a.patient_id as "patientId", a.course_id as "courseId", a.session_id as "sessionId", a.measure, a.measure_version as "measureVersion",
    a.recall_period as "recallPeriod", a.answers, a.score, a.unrounded_score as "unroundedScore", a.subscores, a.severity, a.complete, a.prorated, a.reason,
    a.flags, a.assessed_at as "assessedAt", a.session_number as "sessionNumber", a.recorded_at as "recordedAt", a.recorded_by as "recordedBy",
    a.supersedes, a.superseded_at as "supersededAt", a.correction_reason as "correctionReason",
    a.entered_by as "enteredBy", a.place, a.duration_seconds as "durationSeconds",
    a.entered_in_error_at as "enteredInErrorAt", a.entered_in_error_reason as "enteredInErrorReason",
    (select jsonb_build_object('assessmentId', b.id, 'score', b.score, 'unroundedScore', b.unrounded_score, 'assessedAt', iso(b.assessed_at))
     from assessments b
     where b.clinic_id = a.clinic_id and b.patient_id = a.patient_id and b.course_id is not distinct from a.course_id and b.measure = a.measure
       and b.recall_period = a.recall_period and b.measure_version = a.measure_version and b.superseded_at is null and b.entered_in_error_at is null and b.unrounded_score is not null
     order by b.assessed_at, b.id limit 1) as baseline, m.definition
  from assessments a
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

function viewOf({ unroundedScore, baseline, definition, ...row }: Row): AssessmentView {
  const instrument = definition ? customInstrument(definition) : findInstrument(row.measure);
  const first = baseline?.assessmentId === row.id ? null : baseline;
  const none = { fromBaseline: null, percent: null, responder: null, substantialResponder: null, remission: null, importantChangeReached: null, deteriorated: null };
  const { unroundedPercent: _unrounded, ...change } = instrument
    ? changeFromBaseline({ instrument, baseline: first?.unroundedScore ?? null, current: unroundedScore })
    : { ...none, unroundedPercent: null };
  return { ...row, change: { baseline: first ? { assessmentId: first.assessmentId, score: first.score, assessedAt: first.assessedAt } : null, ...change } };
}
