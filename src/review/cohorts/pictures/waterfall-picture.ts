import type { TopLevelSpec } from 'vega-lite';
import { INK, type Picture, type Theme } from '../../pictures/svg.js';
import type { Distributions, GroupDistribution } from '../distribution.js';
import { groupName, hiddenWords, shortNumber, wrapped } from './cohort-words.js';

const MOST_GROUPS = 6;
const WIDTH_PX = 520;
const HEIGHT_PX = 190;
/** Without a part there would be no picture at all. */
const NOTHING = { width: WIDTH_PX, height: 40, data: { values: [{}] }, mark: { type: 'text', text: 'No group can be shown.' } };
/** IMMPACT, Dworkin 2008 J Pain 9:105. */
const THRESHOLDS = [30, 50];

/**
 * Improvements from the best to the worst. The usual waterfall has a bar for each patient, whom colleagues would know; here a
 * bar is the mean of at least five neighbours, drawn as wide as they are many. Shading marks 30 % and 50 %, and lines do too.
 */
export function waterfallPicture({ groups, hidden }: Distributions, measureName: string, window: string, theme: Theme): Picture {
  const { ink, faint, paper } = INK[theme];
  const drawn = groups.slice(0, MOST_GROUPS);
  const left = groups.length - drawn.length;
  const values = drawn.flatMap((group) => barsOf(group));
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    padding: 12,
    title: { text: `${measureName}: improvement from best to worst`, subtitle: wrapped([`${window}; each bar is the mean of five patients or more`, left > 0 ? `the ${MOST_GROUPS} largest of ${groups.length} groups` : '', hiddenWords(hidden)]), anchor: 'start', subtitleColor: ink },
    vconcat: drawn.length === 0 ? [NOTHING] : drawn.map((group) => ({
      title: { text: `${groupName(group.key)} (n ${group.n})`, anchor: 'start', fontSize: 11, fontWeight: 'normal' },
      width: WIDTH_PX,
      height: HEIGHT_PX,
      data: { values: values.filter(({ name }) => name === groupName(group.key)) },
      layer: [
        { mark: { type: 'bar', stroke: ink, strokeWidth: 0.7 }, encoding: {
          x: { field: 'from', type: 'quantitative', title: 'share of the group', axis: { format: '%', grid: false }, scale: { domain: [0, 1], nice: false } },
          x2: { field: 'to' },
          y: { field: 'percent', type: 'quantitative', title: 'improvement, %', scale: { domain: [Math.min(-25, ...values.map(({ percent }) => percent)), 100], nice: true } },
          y2: { datum: 0 },
          color: { field: 'level', type: 'nominal', scale: { domain: ['50 % and more', '30 % and more', 'less'], range: [ink, faint, paper] }, legend: { orient: 'top', title: null, symbolType: 'square', symbolStrokeWidth: 0.7 } },
        } },
        { data: { values: [{ at: 0 }, ...THRESHOLDS.map((at) => ({ at }))] }, mark: { type: 'rule', color: ink, strokeWidth: 0.8, strokeDash: [4, 3] }, encoding: { y: { field: 'at', type: 'quantitative' } } },
      ],
    })),
  } as unknown as TopLevelSpec;
  return { spec, theme, title: `Waterfall: ${measureName}, improvement from best to worst`, description: inWords(drawn, window, left, hidden) };
}

interface Bar {
  name: string;
  from: number;
  to: number;
  percent: number;
  level: string;
}

function barsOf({ key, n, blocks }: GroupDistribution): Bar[] {
  let sofar = 0;
  return blocks.map(({ mean, n: own }) => {
    const from = sofar / n;
    sofar += own;
    return { name: groupName(key), from, to: sofar / n, percent: mean, level: mean >= 50 - 1e-9 ? '50 % and more' : mean >= 30 - 1e-9 ? '30 % and more' : 'less' };
  });
}

function inWords(groups: readonly GroupDistribution[], window: string, left: number, hidden: number): string {
  const each = groups.map(({ key, n, blocks }) => `${groupName(key)}, n ${n}: ${blocks.map(({ mean, n: own }) => `${own} patients ${shortNumber(mean)} %`).join(', ')}`);
  return [`Improvement in percent of the baseline from the best to the worst, ${window}; each figure is the mean of five patients or more.`, each.length === 0 ? 'No group can be shown.' : `${each.join('; ')}.`, left > 0 ? `${left} smaller groups are not drawn.` : '', hidden > 0 ? `${hiddenWords(hidden)}.` : ''].filter(Boolean).join(' ');
}
