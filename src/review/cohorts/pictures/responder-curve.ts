import type { TopLevelSpec } from 'vega-lite';
import { INK, type Picture, type Theme } from '../../pictures/svg.js';
import type { Distributions, GroupDistribution } from '../distribution.js';
import { groupName, hiddenWords, wrapped } from './cohort-words.js';

/** More lines than dashes that can be told apart would be no picture. */
const MOST_LINES = 5;
const DASHES = [[1, 0], [6, 4], [2, 3], [9, 3, 2, 3], [12, 5]];
/** IMMPACT, Dworkin 2008 J Pain 9:105. */
const THRESHOLDS = [30, 50];

/**
 * What share of a group improved by at least so many percent, for every percentage (cumulative responder curve, Farrar 2006
 * J Pain Symptom Manage 31:369). Drawn through the means of blocks of five patients and more, so that no step is one patient.
 */
export function responderCurve({ groups, hidden }: Distributions, measureName: string, window: string, theme: Theme): Picture {
  const { ink, faint } = INK[theme];
  const drawn = groups.slice(0, MOST_LINES);
  const names = drawn.map(({ key, n }) => `${groupName(key)} (n ${n})`);
  const points = drawn.flatMap((group, index) => stepsOf(group).map((step) => ({ ...step, group: names[index] })));
  const left = groups.length - drawn.length;
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    padding: 12,
    title: { text: `${measureName}: who improved by how much`, subtitle: wrapped([window, left > 0 ? `the ${MOST_LINES} largest of ${groups.length} groups` : '', hiddenWords(hidden)]), anchor: 'start', subtitleColor: ink },
    width: 480,
    height: 280,
    layer: [
      { data: { values: THRESHOLDS.map((at) => ({ at, label: `${at} %` })) }, layer: [
        { mark: { type: 'rule', color: faint, strokeDash: [2, 3] }, encoding: { x: { field: 'at', type: 'quantitative' } } },
        { mark: { type: 'text', color: ink, fontSize: 9.5, align: 'left', dx: 3, baseline: 'top' }, encoding: { x: { field: 'at', type: 'quantitative' }, y: { value: 2 }, text: { field: 'label' } } },
      ] },
      { data: { values: points }, mark: { type: 'line', interpolate: 'step-before', color: ink, strokeWidth: 1.9 }, encoding: {
        x: { field: 'percent', type: 'quantitative', title: 'improvement of at least so many percent', scale: { domain: [0, 100] }, axis: { tickMinStep: 10 } },
        y: { field: 'share', type: 'quantitative', title: 'share of the group', axis: { format: '%' }, scale: { domain: [0, 1] } },
        strokeDash: { field: 'group', type: 'nominal', sort: null, scale: { domain: names, range: DASHES.slice(0, names.length) }, title: null, legend: names.length > 1 ? { orient: 'bottom', columns: 1, symbolSize: 900, symbolStrokeWidth: 1.9, labelLimit: 420 } : null },
        order: { field: 'percent' },
      } },
    ],
  } as unknown as TopLevelSpec;
  return { spec, theme, title: `Cumulative responder curve: ${measureName}`, description: inWords(drawn, window, left, hidden) };
}

/** From all of the group at 0 % or less down to none past the best; a step at the mean of each block. */
function stepsOf({ n, blocks }: GroupDistribution): { percent: number; share: number }[] {
  const steps: { percent: number; share: number }[] = [];
  let sofar = 0;
  for (const { mean, n: own } of blocks) {
    sofar += own;
    steps.push({ percent: Math.max(0, mean), share: sofar / n });
  }
  const best = steps[0]?.percent ?? 0;
  // At 0 % stands the share of all blocks that did not get worse.
  const notWorse = blocks.filter(({ mean }) => mean >= 0).reduce((sum, { n: own }) => sum + own, 0);
  return [{ percent: 0, share: notWorse / n }, ...steps.filter(({ percent }, index) => percent > 0 && (blocks[index]?.mean ?? 0) > 0).reverse(), { percent: Math.min(100, best), share: 0 }, { percent: 100, share: 0 }];
}

/** The share whose block improved by at least so many percent. */
const shareAt = ({ n, blocks }: GroupDistribution, percent: number): number => Math.round((blocks.reduce((sum, block) => sum + (block.mean >= percent - 1e-9 ? block.n : 0), 0) * 100) / n);

function inWords(groups: readonly GroupDistribution[], window: string, left: number, hidden: number): string {
  const each = groups.map((group) => `${groupName(group.key)}, n ${group.n}: ${[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => `${percent} % or more ${shareAt(group, percent)} %`).join(', ')}`);
  return [`Share of each group that improved by at least so many percent, ${window}; in blocks of five patients or more.`, each.length === 0 ? 'No group can be shown.' : `${each.join('; ')}.`, left > 0 ? `${left} smaller groups are not drawn.` : '', hidden > 0 ? `${hiddenWords(hidden)}.` : ''].filter(Boolean).join(' ');
}
