import { changeFromBaseline, chooseBaseline, customInstrument, findInstrument, roundHalfUp, type BaselineRule, type CustomMeasure } from '../../outcome-measures/read.js';
import type { MeasureReview, ReviewPoint } from './course-review.dto.js';
import { reviewSubscores } from './subscore-review.js';
import { reaches, responseOf, type DatedPoint } from './response.js';

export interface AssessmentFacts {
  id: string;
  measure: string;
  measureVersion: string;
  /** Where the measure is the clinic's own. */
  definition: CustomMeasure | null;
  recallPeriod: string;
  assessedAt: string;
  /** The clinic's calendar day. */
  day: string;
  sessionNumber: number;
  cumulativePulses: number;
  score: number | null;
  unroundedScore: number | null;
  /** Unrounded. */
  subscores: Readonly<Record<string, number | null>>;
  severity: string | null;
  dailyMme: number | null;
}

/** Dworkin 2008 J Pain 9:105 (IMMPACT): from 30 % on an improvement is moderate, from 50 % on substantial. */
const MODERATE_PERCENT = 30;
const SUBSTANTIAL_PERCENT = 50;

/**
 * One review for each measure, version and recall period, in the order in which they were first taken.
 * @param rule of the plan; a series that lacks what it needs has its first score as baseline
 */
export function reviewMeasures(assessments: readonly AssessmentFacts[], rule: BaselineRule): MeasureReview[] {
  const series = new Map<string, AssessmentFacts[]>();
  for (const assessment of assessments) {
    const key = `${assessment.measure}/${assessment.measureVersion}/${assessment.recallPeriod}`;
    series.set(key, [...(series.get(key) ?? []), assessment]);
  }
  return [...series.values()].flatMap((taken) => reviewOne(taken, rule));
}

function reviewOne(taken: readonly AssessmentFacts[], rule: BaselineRule): MeasureReview[] {
  const [first] = taken;
  const instrument = first && (first.definition ? customInstrument(first.definition) : findInstrument(first.measure));
  if (!first || !instrument) return [];
  const scored = taken.filter(({ unroundedScore }) => unroundedScore !== null);
  const chosen = chooseBaseline(rule, scored.map(({ id, day, unroundedScore, sessionNumber }) => ({ id, day, score: unroundedScore ?? 0, beforeTreatment: sessionNumber === 0 })));
  const latest = scored.at(-1);
  const compare = (current: AssessmentFacts | undefined): ReturnType<typeof changeFromBaseline> =>
    changeFromBaseline({ instrument, baseline: current && chosen?.covers.has(current.id) ? null : (chosen?.value ?? null), current: current?.unroundedScore ?? null });
  const point = (assessment: AssessmentFacts): ReviewPoint => {
    const { fromBaseline, percent } = compare(assessment);
    const { id: assessmentId, assessedAt, sessionNumber, cumulativePulses, score, severity, dailyMme } = assessment;
    return { assessmentId, assessedAt, sessionNumber, cumulativePulses, score, severity, fromBaseline, percent, dailyMme };
  };
  const restingOn = scored.find(({ id }) => id === chosen?.lastId);
  const score = chosen && chosen.values > 1 ? roundHalfUp(chosen.value, Math.max(2, instrument.scoreDecimals)) : (restingOn?.score ?? null);
  const baseline = restingOn ? { ...point(restingOn), score } : null;
  const dated = scored.map((assessment): DatedPoint => ({ ...point(assessment), day: assessment.day, unroundedPercent: compare(assessment).unroundedPercent }));
  const { unroundedPercent, fromBaseline, percent, responder, remission, importantChangeReached, deteriorated } = compare(latest);
  const atLeast = (threshold: number): boolean | null => (unroundedPercent === null ? null : reaches(unroundedPercent, threshold));
  return [
    {
      measure: first.measure,
      name: instrument.name,
      recallPeriod: first.recallPeriod,
      direction: instrument.direction,
      baseline,
      baselineRule: chosen?.rule ?? rule,
      baselineValues: chosen?.values ?? 0,
      latest: latest ? point(latest) : null,
      fromBaseline,
      percent,
      responder30: atLeast(MODERATE_PERCENT),
      responder50: atLeast(SUBSTANTIAL_PERCENT),
      responder,
      remission,
      importantChangeReached,
      deteriorated,
      response: responseOf(restingOn?.day, dated, MODERATE_PERCENT),
      substantialResponse: responseOf(restingOn?.day, dated, SUBSTANTIAL_PERCENT),
      series: taken.map(point),
      subscores: reviewSubscores(instrument, rule, taken),
    },
  ];
}
