import type { Instrument } from '../../outcome-measures/read.js';
import { empty, join, sql, type Sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { groupsOf, shownGroups, type Division } from './asked-groups.js';
import { improvementPercent, keyOfDimensions } from './cohort-cells.js';
import { cohortRows, quoted, type CohortQuestion } from './cohort-rows.js';
import { blocksOf, type Block } from './suppression/index.js';

/** Whoever got worse by more than this is counted as that much worse: from a baseline of 1 a percentage has no bottom. */
const WORST_PERCENT = -100;

/** How many of one combination of values and one quarter improved by how many whole percent. */
interface DistributionCell {
  readonly key: Readonly<Record<string, string>>;
  readonly quarter: number;
  readonly n: number;
  readonly observed: number;
  readonly bins: Readonly<Record<string, number>>;
}

/** The improvements of a group, in blocks of five and more. */
export interface GroupDistribution {
  readonly key: Readonly<Record<string, string>>;
  /** With a score at the moment and a baseline above 0. */
  readonly n: number;
  readonly blocks: readonly Block[];
}

export interface Distributions {
  /** The largest first. */
  readonly groups: readonly GroupDistribution[];
  readonly hidden: number;
}

/** What a picture of improvements is drawn from; groups that would tell of fewer than five are left out. */
export async function distributions(reader: Reader, question: CohortQuestion, instrument: Instrument, division: Division, mostBlocks: number): Promise<Distributions> {
  await reader.many(sql`select set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`);
  const cells = await reader.many<DistributionCell>(distributionStatement(question, instrument));
  const withPercent = ({ bins }: DistributionCell): number => Object.values(bins).reduce((sum, n) => sum + n, 0);
  const decisions = [({ n }: DistributionCell) => n, ({ observed }: DistributionCell) => observed, withPercent].map((count) => shownGroups(cells, division, count));
  const asked = groupsOf(cells, division);
  const groups = asked.filter(({ whole }) => decisions.every((may) => may(whole))).map(({ key, cells: own }) => {
    const bins = new Map<number, number>();
    for (const cell of own) for (const [percent, n] of Object.entries(cell.bins)) bins.set(Number(percent), (bins.get(Number(percent)) ?? 0) + n);
    return { key, n: own.reduce((sum, cell) => sum + withPercent(cell), 0), blocks: blocksOf(bins, mostBlocks) };
  });
  return { groups: groups.sort((a, b) => b.n - a.n), hidden: asked.length - groups.length };
}

function distributionStatement(question: CohortQuestion, instrument: Instrument): Sql {
  const names = question.dimensions.map(quoted);
  const by = names.length === 0 ? empty : sql`${join(names)}, `;
  return sql`
    select ${keyOfDimensions(question.dimensions)} as key, quarter, sum(n)::int as n, sum(observed)::int as observed, coalesce(jsonb_object_agg(percent, n) filter (where percent is not null), '{}') as bins
    from (
      select ${by}(extract(year from began_on) * 4 + extract(quarter from began_on) - 1)::int as quarter,
        case when unrounded < ${WORST_PERCENT}::int then ${WORST_PERCENT}::int else round(unrounded)::int end as percent, count(*)::int as n, count(outcome)::int as observed
      from (select cohort.*, ${improvementPercent(sql`outcome`, instrument)} as unrounded from (${cohortRows(question)}) as cohort) as improved
      group by ${by}quarter, percent) as binned
    group by ${by}quarter`;
}
