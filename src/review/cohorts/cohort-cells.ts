import type { Instrument } from '../../outcome-measures/read.js';
import { empty, join, sql, type Sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { mergeMoments, type PairedMoments } from '../statistics/index.js';
import { cohortRows, quoted, type CohortQuestion } from './cohort-rows.js';
import type { DimensionName } from './dimensions.js';

/** The scores of one group at one time, against their baselines. */
export interface Scores extends PairedMoments {
  /** With a baseline above 0, of which alone a percentage can be taken. */
  readonly withPercent: number;
  readonly responders30: number;
  readonly responders50: number;
}

/** What one combination of values holds in one quarter. */
export interface CohortCell {
  readonly key: Readonly<Record<string, string>>;
  readonly quarter: number;
  readonly n: number;
  /** By which versions of the measure these were scored; no course is compared over two. */
  readonly versions: readonly string[];
  /** The baseline of everybody, in both members. */
  readonly baseline: PairedMoments;
  readonly observed: Scores;
  readonly carried: Scores;
}

/** Dworkin 2008 J Pain 9:105 (IMMPACT): from 30 % on an improvement is moderate, from 50 % on substantial. */
export const RESPONSE_PERCENT = { moderate: 30, substantial: 50 } as const;
/** A percentage computed in binary may miss a threshold it meets. */
const TOLERANCE = 1e-9;

/** Improvement in percent of the baseline; null where there is no percentage of it. */
export const improvementPercent = (column: Sql, { direction }: Pick<Instrument, 'direction'>): Sql =>
  sql`case when baseline > 0 then ${direction === 'higher-is-better' ? sql`(${column} - baseline)` : sql`(baseline - ${column})`} * 100 / baseline end`;

/** Counts and centred sums of every combination and quarter, in one statement. */
export async function cohortCells(reader: Reader, question: CohortQuestion, instrument: Instrument): Promise<CohortCell[]> {
  // Compiling a plan of so many expressions takes longer than running it; a hundred thousand rows are sorted in 20 MB.
  await reader.many(sql`select set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`);
  return reader.many<CohortCell>(cohortCellsStatement(question, instrument));
}

export function cohortCellsStatement(question: CohortQuestion, instrument: Instrument): Sql {
  const names = question.dimensions.map(quoted);
  return sql`
    select ${keyOfDimensions(question.dimensions)} as key, (extract(year from began_on) * 4 + extract(quarter from began_on) - 1)::int as quarter, count(*)::int as n, jsonb_agg(distinct measure_version) as versions,
      ${moments(sql`baseline`)} as baseline, ${scores(sql`outcome`, instrument)} as observed, ${scores(sql`carried`, instrument)} as carried
    from (${cohortRows(question)}) as cohort
    group by ${names.length === 0 ? empty : sql`${join(names)}, `}quarter`;
}

/** The values of a combination, by their dimensions. */
export const keyOfDimensions = (dimensions: readonly DimensionName[]): Sql =>
  dimensions.length === 0 ? sql`'{}'::jsonb` : sql`jsonb_build_object(${join(dimensions.map((name) => sql`${name}::text, ${quoted(name)}`))})`;

function moments(y: Sql, more: Sql = empty): Sql {
  return sql`jsonb_build_object('n', regr_count(${y}, baseline), 'baselineMean', coalesce(regr_avgx(${y}, baseline), 0), 'currentMean', coalesce(regr_avgy(${y}, baseline), 0),
    'baselineSquares', coalesce(regr_sxx(${y}, baseline), 0), 'currentSquares', coalesce(regr_syy(${y}, baseline), 0), 'products', coalesce(regr_sxy(${y}, baseline), 0)${more})`;
}

function scores(y: Sql, instrument: Instrument): Sql {
  const percent = improvementPercent(y, instrument);
  const atLeast = (threshold: number): Sql => sql`count(*) filter (where ${percent} >= ${threshold - TOLERANCE}::float8)`;
  return moments(y, sql`, 'withPercent', count(${percent}), 'responders30', ${atLeast(RESPONSE_PERCENT.moderate)}, 'responders50', ${atLeast(RESPONSE_PERCENT.substantial)}`);
}

/** All of several cells as one. */
export function mergeCells(cells: readonly CohortCell[]): Omit<CohortCell, 'key' | 'quarter'> {
  return {
    n: cells.reduce((sum, { n }) => sum + n, 0),
    versions: versionsOf(cells),
    baseline: mergeMoments(cells.map(({ baseline }) => baseline)),
    observed: mergeScores(cells.map(({ observed }) => observed)),
    carried: mergeScores(cells.map(({ carried }) => carried)),
  };
}

/** In order, each once. */
export const versionsOf = (cells: readonly Pick<CohortCell, 'versions'>[]): string[] => [...new Set(cells.flatMap(({ versions }) => versions))].sort();

function mergeScores(all: readonly Scores[]): Scores {
  const sum = (of: (scores: Scores) => number): number => all.reduce((total, scores) => total + of(scores), 0);
  return { ...mergeMoments(all), withPercent: sum((s) => s.withPercent), responders30: sum((s) => s.responders30), responders50: sum((s) => s.responders50) };
}

/** The key of a cell over some of its dimensions. */
export function keyOver(key: CohortCell['key'], dimensions: readonly DimensionName[]): Record<string, string> {
  return Object.fromEntries(dimensions.map((name) => [name, key[name] ?? '']));
}
