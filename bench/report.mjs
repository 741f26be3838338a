import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { median } from './load-generator.mjs';

const RESULTS = new URL('RESULTS.md', import.meta.url);
const [BEGINS, ENDS] = ['<!-- npm run bench -->', '<!-- end of npm run bench -->'];
const whole = (n) => Math.round(n).toLocaleString('en');

/** Ratios of the turns of one round, as median and from lowest to highest. */
function ratio(of, to) {
  const ratios = of.map((value, round) => value / to[round]);
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}

const tail = ({ median: middle, p99 }) => (p99 / middle).toFixed(1);

const NOTES = { login: 'the limit: the hash alone' };

export function report({ rows, differences, unchanged, onEnd, growth, rssMiB, idleMiB }) {
  const lines = [
    '| | product, answers a second | of the limit | × the docs’ way | statements (limit, docs’ way) | rows | at 70 % load: median, p99 | p99 / median (limit) |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ name, perSecond, counted, atLoad }) => {
      const others = ['limit', 'docs'].flatMap((key) => (counted[key] ? [counted[key].statements.toFixed(1)] : ['none']));
      return `| ${[
        [name, differences.has(name) ? 'answers differ' : NOTES[name]].filter(Boolean).join(': '), whole(median(perSecond.product)), ratio(perSecond.product, perSecond.limit), perSecond.docs ? ratio(perSecond.product, perSecond.docs) : 'none', `${counted.product.statements.toFixed(1)} (${others.join(', ')})`,
        counted.product.rows.toFixed(1), atLoad.product.fault ?? `${atLoad.product.median.toFixed(1)}, ${atLoad.product.p99.toFixed(1)} ms`, `${tail(atLoad.product)} (${atLoad.limit ? tail(atLoad.limit) : 'none'})`,
      ].join(' | ')} |`;
    }),
  ];
  if (onEnd) lines.push('', `Day boards for ${onEnd.seconds} s on end, their trail sealed meanwhile: ${whole(onEnd.perSecond)} answers a second. (In the turns above the trail is sealed after each of the product's, outside the time that is measured.)`);
  if (unchanged) lines.push('', `A board that has not changed, beside building it: ${whole(median(unchanged.unchanged))} answers a second, cost ${ratio(unchanged.built, unchanged.unchanged)} of building.`);
  if (rssMiB) lines.push('', `Resident memory of the service: ${whole(idleMiB)} MiB after the start, ${whole(rssMiB)} MiB at most after a turn under full load.`);
  if (growth?.length > 0) {
    lines.push('', '| cost at this size, over cost at 10,000 sessions | |', '| --- | --- |', ...growth.map(({ name, perSecond }) => `| ${name} | ${ratio(perSecond.small, perSecond.full)} |`));
  }
  return lines.join('\n');
}

export function writeReport(figures) {
  const { set: { shape, bytes, seconds: loading, indexSeconds }, rounds, seconds } = figures;
  const [processor] = cpus();
  const section = `${BEGINS}
## The service beside its limit (\`npm run bench\`, ${new Date().toISOString().slice(0, 10)})

${processor?.model.trim() ?? 'unknown processor'}, ${cpus().length} processors, ${whole(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, embedded PostgreSQL that does not wait for the disk; client, program and database
on the same processors. ${whole(shape.sessions)} sessions of ${shape.clinics} clinics (${whole(bytes / 2 ** 20)} MiB, loaded in ${whole(loading)} s, of which ${whole(indexSeconds)} s for the claims' two GiST indexes); ${rounds} rounds of ${seconds} s
or a fixed number of requests, programs in turn. Ratios are medians of rounds, with the lowest and the highest. The tail is that of requests that
come at 70 % of each program's own throughput, however long those before them take: all three share two processors, so the limit's own tail stands beside it.

The limit (bench/limit) answers the same bytes, which the run checks first, with prepared statements sent without waiting, but knows no
token, no permission, no validation, no rule and no planner: it books where it is told, and what a plan of measures makes due it is told as
well (it reads what that is made from). The docs' way (bench/docs-way) leaves no
trail of looks, has no row level security and answers less (no \`due\`, no review arithmetic). The limit of a login is the hash of
the password alone; there is no docs' way of it to compare.

${report(figures)}
${ENDS}`;
  const text = readFileSync(RESULTS, 'utf8');
  const [begins, ends] = [text.indexOf(BEGINS), text.indexOf(ENDS)];
  writeFileSync(RESULTS, begins < 0 ? `${text.trimEnd()}\n\n${section}\n` : `${text.slice(0, begins)}${section}${text.slice(ends + ENDS.length)}`);
}
