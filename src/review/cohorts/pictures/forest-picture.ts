import type { TopLevelSpec } from 'vega-lite';
import { INK, type Picture, type Theme } from '../../pictures/svg.js';
import type { CohortGroup, CohortOutcomes } from '../cohort.dto.js';
import { groupName, hiddenWords, wrapped } from './cohort-words.js';

const WIDTH_PX = 420;
const ROW_PX = 24;
/** With a true minus, as the axis has it. */
const two = (value: number): string => value.toFixed(2).replace('-', '−');

interface Line {
  name: string;
  kind: 'group' | 'all';
  mean: number;
  lower: number;
  upper: number;
  n: number;
  words: string;
}

/**
 * The mean change of each group with its 95 % interval, one under the other, and of all together at the foot. What is
 * suppressed is not drawn. Only what has no interval (everybody changed alike) is a point without a line.
 */
export function forestPicture({ measureName, direction, window, groups, measureVersions }: CohortOutcomes, whole: CohortGroup | undefined, theme: Theme): Picture {
  const { ink, faint } = INK[theme];
  const lines = [...groups.flatMap((group) => lineOf(group, groupName(group.key), 'group')), ...(whole && groups.length > 1 ? lineOf(whole, 'all together', 'all') : [])];
  const hidden = groups.filter(({ observed }) => observed === null).length;
  const better = direction === 'higher-is-better' ? 'better to the right' : 'better to the left';
  const y = { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 260, ticks: false, domain: false } };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    padding: 12,
    title: { text: `${measureName}: change from baseline`, subtitle: wrapped([window, measureVersions.length > 1 ? `scored by ${measureVersions.length} versions of the measure` : '', hiddenWords(hidden)]), anchor: 'start', subtitleColor: ink },
    width: WIDTH_PX,
    height: { step: ROW_PX },
    data: { values: lines },
    layer: [
      { data: { values: [{ at: 0 }] }, mark: { type: 'rule', color: faint, strokeDash: [5, 4] }, encoding: { x: { field: 'at', type: 'quantitative' } } },
      { mark: { type: 'rule', color: ink, strokeWidth: 1.6 }, encoding: { y, x: { field: 'lower', type: 'quantitative', title: `mean change in points, 95 % interval (${better})`, scale: { zero: true, nice: true } }, x2: { field: 'upper' } } },
      { mark: { type: 'point', filled: true, color: ink, size: 90, opacity: 1 }, encoding: { y, x: { field: 'mean', type: 'quantitative' }, shape: { field: 'kind', type: 'nominal', scale: { domain: ['group', 'all'], range: ['square', 'diamond'] }, legend: null } } },
      { mark: { type: 'text', align: 'left', color: ink, fontSize: 10 }, encoding: { y, x: { value: WIDTH_PX + 8 }, text: { field: 'words' } } },
    ],
  } as unknown as TopLevelSpec;
  return { spec, theme, title: `Forest plot: ${measureName}, change from baseline by group`, description: inWords(lines, window, hidden, better) };
}

function lineOf({ observed }: CohortGroup, name: string, kind: Line['kind']): Line[] {
  if (!observed) return [];
  const { mean, interval, n } = observed;
  const { lower, upper } = interval ?? { lower: mean, upper: mean };
  return [{ name, kind, mean, lower, upper, n, words: `${two(mean)} (${interval ? `${two(lower)} to ${two(upper)}` : 'no interval'}), n ${n}` }];
}

function inWords(lines: readonly Line[], window: string, hidden: number, better: string): string {
  const each = lines.map(({ name, words }) => `${name} ${words}`).join('; ');
  return [`Mean change from baseline with 95 % interval, ${window}; ${better}.`, each === '' ? 'No group can be shown.' : `${each}.`, hidden > 0 ? `${hiddenWords(hidden)}.` : ''].filter(Boolean).join(' ');
}
