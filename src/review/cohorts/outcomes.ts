import { seen } from '../../audit/index.js';
import { readClinic } from '../../clinics/read.js';
import { findInstrument, type Instrument } from '../../outcome-measures/read.js';
import { invalid } from '../../platform/errors/refusal.js';
import type { Work } from '../../platform/database/work.js';
import { localDate } from '../../scheduling/read.js';
import { meanIntervalOf, spread } from '../statistics/index.js';
import { divisionOf, groupsOf, shownGroups, statedPeriod, type Division } from './asked-groups.js';
import { cohortCells, keyOver, mergeCells, versionsOf, type CohortCell, type Scores } from './cohort-cells.js';
import type { CohortQuestion } from './cohort-rows.js';
import type { CohortGroup, CohortOutcomes, GroupChange, MeasureQuery, OutcomesQuery } from './cohort.dto.js';
import type { DimensionName } from './dimensions.js';
import { parseMoment, type Moment } from './moments/index.js';
import { proportion, rounded, roundedInterval } from './proportion.js';
import { nameOf } from './suppression/index.js';

const NOTES = [
  'One course for each patient, the first that has come to the moment and has a baseline: by the rule of its assessment plan, else the first score of the course.',
  'Uncontrolled: natural course, regression to the mean, placebo and other treatment are part of every change.',
  'Groups differ in more than what divides them; compare two groups at the same baseline with /v1/cohorts/comparison.',
  'Intervals are of 95 % each, not together: see possibleComparisons.',
  'Small groups are hidden within one moment and one day. Answers of two days, or to two moments, may differ by few patients: do not give both away.',
];

/** Said where it is so: what two versions of a measure score alike by number need not mean the same. */
export const versionWords = (versions: readonly string[]): string[] =>
  versions.length < 2 ? [] : [`Scored by ${versions.length} versions of the measure (${versions.join(', ')}): each patient is compared within one, but the groups mix them.`];

/** @throws InvalidRequest for an unknown measure, one that measures no change, or an unknown moment */
export function askedMeasure({ measure, at = 'end' }: MeasureQuery): { instrument: Instrument; moment: Moment; at: string } {
  const instrument = findInstrument(measure);
  if (!instrument) throw invalid('/measure', 'unknown-measure', 'is not a measure of the registry');
  if (!instrument.measuresChange || instrument.direction === 'none') throw invalid('/measure', 'measures-no-change', 'has no change from a baseline to compare');
  const moment = parseMoment(at);
  if (!moment) throw invalid('/at', 'unknown-moment', 'is none of end, session:N, week:N and follow-up:Nm within reason');
  return { instrument, moment, at };
}

/** What is asked of the rows, by the clinic's own days. */
export async function questionOf(work: Work, measure: string, moment: Moment, { dimensions }: Division): Promise<CohortQuestion> {
  const { timeZone } = await readClinic(work);
  return { clinicId: work.actor.clinicId, timeZone, today: localDate(work.nowMs, timeZone), measure, moment, dimensions };
}

/** How each group fared. */
export async function cohortOutcomes(work: Work, query: OutcomesQuery): Promise<CohortOutcomes> {
  return (await outcomesAndWhole(work, query)).outcomes;
}

/** The same, with all groups together as one, as they would be answered if nobody had divided them. */
export async function outcomesAndWhole(work: Work, query: OutcomesQuery): Promise<{ outcomes: CohortOutcomes; whole: CohortGroup | undefined }> {
  const { instrument, moment, at } = askedMeasure(query);
  const division = divisionOf(query);
  const cells = await cohortCells(work, await questionOf(work, query.measure, moment, division), instrument);
  seen(work, { action: 'cohort.read', subject: { type: 'cohort' } });
  const groups = outcomeGroups(cells, division);
  const shown = groups.filter(({ suppressed }) => !suppressed).length;
  const undivided: Division = { ...division, groupBy: [], dimensions: Object.keys(division.filters) as DimensionName[] };
  const [whole] = outcomeGroups(cells.map((cell) => ({ ...cell, key: keyOver(cell.key, undivided.dimensions) })), undivided);
  const measureVersions = versionsOfShown(cells, division);
  const outcomes = {
    measure: query.measure,
    measureName: instrument.name,
    direction: instrument.direction,
    measureVersions,
    at,
    window: moment.inWords,
    period: statedPeriod(division),
    groupBy: [...division.groupBy],
    groups,
    possibleComparisons: (shown * (shown - 1)) / 2,
    notes: [...NOTES, ...versionWords(measureVersions)],
  };
  return { outcomes, whole };
}

function versionsOfShown(cells: readonly CohortCell[], division: Division): string[] {
  const may = shownGroups(cells, division, ({ n }) => n);
  return versionsOf(groupsOf(cells, division).flatMap(({ whole, cells: own }) => (may(whole) ? own : [])));
}

/** The shown first, the largest before the smaller. */
function outcomeGroups(cells: readonly CohortCell[], division: Division): CohortGroup[] {
  const missing = ({ n, observed }: Pick<CohortCell, 'n' | 'observed'>): number => n - observed.n;
  const may = {
    whole: shownGroups(cells, division, ({ n }) => n),
    observed: shownGroups(cells, division, ({ observed }) => observed.n),
    missing: shownGroups(cells, division, missing),
  };
  const groups = groupsOf(cells, division).map(({ key, whole, cells: own }): CohortGroup => {
    if (!may.whole(whole)) return { key, suppressed: true, n: null, missing: null, baseline: null, observed: null, carriedForward: null };
    const all = mergeCells(own);
    const { baselineMean, baselineSquares } = all.baseline;
    const sd = deviation(spread(baselineSquares, all.n * baselineMean ** 2 + baselineSquares), all.n);
    const seesObserved = may.observed(whole);
    // What is carried forward is the observed and the missing together, so it may be shown where both might be.
    const seesCarried = (seesObserved || all.observed.n === 0) && (missing(all) === 0 || may.missing(whole));
    return {
      key,
      suppressed: false,
      n: all.n,
      missing: missing(all),
      baseline: { mean: rounded(baselineMean), sd: roundedOrNull(sd) },
      observed: seesObserved ? changeOf(all.observed, sd) : null,
      carriedForward: seesCarried ? changeOf(all.carried, sd) : null,
    };
  });
  return groups.sort((a, b) => (b.n ?? -1) - (a.n ?? -1) || (nameOf(a.key as CohortCell['key']) < nameOf(b.key as CohortCell['key']) ? -1 : 1));
}

function changeOf(scores: Scores, baselineDeviation: number | null): GroupChange {
  const { n, baselineMean, currentMean, baselineSquares, currentSquares, products } = scores;
  const mean = currentMean - baselineMean;
  const sizes = n * (baselineMean ** 2 + currentMean ** 2) + baselineSquares + currentSquares;
  const sd = deviation(spread(currentSquares + baselineSquares - 2 * products, sizes, currentSquares + baselineSquares), n);
  const interval = sd === null ? null : meanIntervalOf({ n, mean, deviation: sd });
  return {
    n,
    mean: rounded(mean),
    sd: roundedOrNull(sd),
    interval: interval && roundedInterval(interval),
    effectSize: sd ? rounded(mean / sd) : null,
    effectSizeOfBaseline: baselineDeviation ? rounded(mean / baselineDeviation) : null,
    responder30: proportion(scores.responders30, scores.withPercent),
    responder50: proportion(scores.responders50, scores.withPercent),
  };
}

const deviation = (squares: number, n: number): number | null => (n < 2 ? null : Math.sqrt(squares / (n - 1)));

const roundedOrNull = (value: number | null): number | null => (value === null ? null : rounded(value));
