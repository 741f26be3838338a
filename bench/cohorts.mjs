// `node bench/cohorts.mjs [--scale=1]`: what the outcomes of 100,000 courses with 2,000,000 assessments cost, beside the same
// statement in psql's place (one bare connection, turn by turn), and how the cost grows from a tenth of them.
import { clinicOfMany } from './clinic-of-many.mjs';

const scale = Number(process.argv.find((word) => word.startsWith('--scale='))?.slice(8) ?? 1);
const ROUNDS = 5;
const QUESTION = '/v1/cohorts/outcomes?measure=nrs-pain&at=end&groupBy=targetRegion,category';
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const timed = async (task) => {
  const begun = performance.now();
  const answer = await task();
  return { ms: performance.now() - begun, answer };
};

async function measure(courses) {
  const clinic = await clinicOfMany({ courses, assessmentsEach: 20 });
  try {
    const { cohortCellsStatement } = await import('../dist/src/review/cohorts/cohort-cells.js');
    const { findInstrument } = await import('../dist/src/outcome-measures/read.js');
    const { parseMoment } = await import('../dist/src/review/cohorts/moments/index.js');
    const question = { clinicId: clinic.id, timeZone: 'America/New_York', today: new Date().toISOString().slice(0, 10), measure: 'nrs-pain', moment: parseMoment('end'), dimensions: ['category', 'targetRegion'] };
    const { text, values } = cohortCellsStatement(question, findInstrument('nrs-pain'));
    await clinic.client.query(`select set_config('app.clinic_id', '${clinic.id}', false)`);
    await clinic.client.query("select set_config('jit', 'off', false), set_config('work_mem', '32MB', false)");
    const times = { service: [], bare: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const service = await timed(() => clinic.get(QUESTION));
      if (service.answer.statusCode !== 200) throw new Error(service.answer.body);
      times.service.push(service.ms);
      times.bare.push((await timed(() => clinic.client.query(text, values))).ms);
    }
    const { rows: [{ n }] } = await clinic.client.query('select count(*)::int as n from assessments where clinic_id = $1', [clinic.id]);
    if (process.argv.includes('--explain')) console.log((await clinic.client.query(`explain (analyze, buffers) ${text}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n'));
    return { courses, assessments: n, service: median(times.service), bare: median(times.bare) };
  } finally {
    await clinic.stop();
  }
}

const small = await measure(Math.round(10_000 * scale));
const large = await measure(Math.round(100_000 * scale));
for (const { courses, assessments, service, bare } of [small, large]) {
  console.log(`${courses} courses, ${assessments} assessments: service ${service.toFixed(0)} ms, bare SQL ${bare.toFixed(0)} ms, ratio ${(service / bare).toFixed(2)} (median of ${ROUNDS})`);
}
console.log(`ten times the courses cost ${(large.service / small.service).toFixed(1)} times the time`);
