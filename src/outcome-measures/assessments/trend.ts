import { raiseAlert, resolveAlerts } from '../../alerts/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { changeFromBaseline, chooseBaseline, isWorseThanTold, worseSubscores, type BaselineRule, type ScoredPoint, type SubscorePoint } from '../change/index.js';
import { customInstrument, findInstrument, type CustomMeasure, type Instrument } from '../scoring/index.js';

/** What makes scores comparable. */
export interface Series {
  readonly patientId: string;
  readonly courseId: string | null;
  readonly measure: string;
  readonly measureVersion: string;
  readonly recallPeriod: string;
}

interface SeriesFacts {
  points: ScoredPoint[];
  /** Every form that has subscores, also where it lacks its score. */
  forms: SubscorePoint[];
  rule: BaselineRule;
  definition: CustomMeasure | null;
  /** It is the plan's first measure, and the course has come to the point at which that should show a response. */
  atReviewPoint: boolean;
}

/**
 * Judges a series by its last score, whenever one was added, corrected or struck out: raises deterioration and missing
 * response, each once, and settles what is no longer so. A form that was entered late says nothing of today.
 */
export async function judgeTrend(work: Work, series: Series): Promise<void> {
  const { points, forms, rule, definition, atReviewPoint } = await factsOf(work, series);
  const instrument = definition ? customInstrument(definition) : findInstrument(series.measure);
  if (!instrument) return;
  const baseline = chooseBaseline(rule, points);
  const after = baseline ? points.filter(({ id }) => !baseline.covers.has(id)) : [];
  await judgeDeterioration(work, series, instrument, baseline?.value ?? null, after);
  await judgeSubscores(work, series, instrument, rule, forms);
  if (atReviewPoint) await judgeResponse(work, series, instrument, baseline?.value ?? null, after.at(-1));
}

async function judgeDeterioration(work: Work, series: Series, instrument: Instrument, baseline: number | null, after: readonly ScoredPoint[]): Promise<void> {
  const { patientId, courseId, measure, recallPeriod } = series;
  const keys = `deterioration/${courseId ?? patientId}/${measure}/${recallPeriod}`;
  const last = after.at(-1);
  if (baseline === null || !last || changeFromBaseline({ instrument, baseline, current: last.score }).deteriorated !== true) {
    await resolveAlerts(work, keys, 'The latest score is no longer worse than the baseline by the important change.');
    return;
  }
  if (!isWorseThanTold(instrument, baseline, after.map(({ score }) => score))) return;
  const key = `${keys}/${last.id}`;
  const about = { patientId, ...(courseId !== null && { courseId }) };
  await raiseAlert(work, { ...about, kind: 'deterioration', severity: 'warning', summary: `${measure} is worse than at baseline by the important change.`, key });
  await resolveAlerts(work, keys, 'It became worse still, and was told anew.', key);
}

/** One alert for a form, whatever of it is worse: a profile of eight would otherwise tell of one bad week eight times. */
async function judgeSubscores(work: Work, series: Series, instrument: Instrument, rule: BaselineRule, forms: readonly SubscorePoint[]): Promise<void> {
  if (!instrument.subscores.some(({ watched }) => watched)) return;
  const { patientId, courseId, measure, recallPeriod } = series;
  const keys = `deterioration-of-subscores/${courseId ?? patientId}/${measure}/${recallPeriod}`;
  const worse = worseSubscores(instrument, rule, forms);
  if (worse.length === 0) {
    await resolveAlerts(work, keys, 'No subscore is worse than its baseline by the important change any more.');
    return;
  }
  if (!worse.some(({ isNews }) => isNews)) return;
  const key = `${keys}/${forms.at(-1)?.id ?? ''}`;
  const about = { patientId, ...(courseId !== null && { courseId }) };
  const names = worse.map(({ name }) => name.toLowerCase()).join(', ');
  await raiseAlert(work, { ...about, kind: 'deterioration', severity: 'warning', summary: `${measure} is worse than at baseline by the important change: ${names}.`, key });
  await resolveAlerts(work, keys, 'It became worse still, and was told anew.', key);
}

async function judgeResponse(work: Work, { courseId, patientId, measure }: Series, instrument: Instrument, baseline: number | null, last: ScoredPoint | undefined): Promise<void> {
  if (courseId === null || !last) return;
  const key = `no-response/${courseId}`;
  const { responder } = changeFromBaseline({ instrument, baseline, current: last.score });
  if (responder === false) await raiseAlert(work, { patientId, courseId, kind: 'no-response', severity: 'warning', summary: `No response in ${measure} by the review point.`, key });
  if (responder === true) await resolveAlerts(work, key, `${measure} shows a response now.`);
}

function factsOf(work: Work, { patientId, courseId, measure, measureVersion, recallPeriod }: Series): Promise<SeriesFacts> {
  const { clinicId } = work.actor;
  return work.one<SeriesFacts>(sql`
    select coalesce(p.baseline_rule, 'single-value') as rule, m.definition,
      coalesce(p.items -> 0 ->> 'measure' = ${measure} and coalesce(p.items -> 0 ->> 'recallPeriod', ${recallPeriod}) = ${recallPeriod} and c.sessions_delivered >= coalesce(p.review_after_sessions, ceil(c.sessions_planned / 2.0)), false) as "atReviewPoint",
      coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'day', (a.assessed_at at time zone k.time_zone)::date, 'score', a.unrounded_score, 'beforeTreatment', a.session_number = 0) order by a.assessed_at, a.id)
        from assessments a where a.clinic_id = ${clinicId} and a.patient_id = ${patientId} and a.course_id is not distinct from ${courseId}::uuid and a.measure = ${measure}
          and a.measure_version = ${measureVersion} and a.recall_period = ${recallPeriod} and a.superseded_at is null and a.entered_in_error_at is null and a.unrounded_score is not null), '[]') as points,
      coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'day', (a.assessed_at at time zone k.time_zone)::date, 'subscores', coalesce(a.unrounded_subscores, a.subscores), 'beforeTreatment', a.session_number = 0) order by a.assessed_at, a.id)
        from assessments a where a.clinic_id = ${clinicId} and a.patient_id = ${patientId} and a.course_id is not distinct from ${courseId}::uuid and a.measure = ${measure}
          and a.measure_version = ${measureVersion} and a.recall_period = ${recallPeriod} and a.superseded_at is null and a.entered_in_error_at is null and a.subscores <> '{}'), '[]') as forms
    from clinics k
    left join courses c on c.clinic_id = k.id and c.id = ${courseId}::uuid
    left join assessment_plans p on p.clinic_id = k.id and p.course_id = c.id
    left join clinic_measures m on m.clinic_id = k.id and m.code = ${measure} and m.version::text = ${measureVersion}
    where k.id = ${clinicId}`);
}
