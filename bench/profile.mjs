// `node bench/profile.mjs ["day board"] [booking] [--scale=10000] [--seconds=5] [--data=folder]`: where the service's own
// processor time goes while it answers one endpoint after the other as fast as it can, and which statements take the
// database's. Without a name: every endpoint.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { build } from '../bin/install.mjs';
import { dataSet, startServer } from './data/server.mjs';
import { endpoints, reset } from './endpoints.mjs';
import { flatOut } from './load-generator.mjs';
import { startProduct } from './programs.mjs';
import { worldOf } from './world.mjs';

const LINES = 40;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '5' }, data: { type: 'string' } } });

build();
const server = await startServer(values.data);
const programs = new Set();
try {
  const set = await dataSet(server.cluster, Number(values.scale));
  const asked = await started(startProduct(set));
  await reset(set.client, set.shape.clinics);
  const all = endpoints(await worldOf(set, asked));
  await stopped(asked);
  const unknown = positionals.filter((wanted) => !all.some(({ name }) => name === wanted));
  if (unknown.length > 0) throw new Error(`There is no endpoint ${unknown.join(', ')}`);
  for (const endpoint of all.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) await profile(set, endpoint);
  await set.client.end();
} finally {
  for (const program of programs) await program.stop();
  await server.end();
}

async function started(starting) {
  const program = await starting;
  programs.add(program);
  return program;
}

async function stopped(program) {
  programs.delete(program);
  await program.stop();
}

async function profile(set, endpoint) {
  const folder = mkdtempSync(join(tmpdir(), 'tms-profile-'));
  try {
    const product = await started(startProduct(set, ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500']));
    await reset(set.client, set.shape.clinics);
    await set.client.query('select pg_stat_statements_reset()');
    const perSecond = [];
    for (const begun = Date.now(); Date.now() - begun < Number(values.seconds) * 1000; ) {
      perSecond.push(await flatOut(product.url, endpoint.product(), endpoint.seconds ? { seconds: 2 } : { amount: endpoint.amount }, endpoint.status));
      if (endpoint.writes) await reset(set.client, set.shape.clinics);
    }
    const { rows } = await set.client.query(`
      select calls::int, (total_exec_time / calls)::numeric(9, 3) as ms, (rows::float8 / calls)::numeric(9, 1) as rows, (total_exec_time + total_plan_time)::int as total, plans::int as plans, (total_plan_time / greatest(plans, 1))::numeric(9, 3) as planning, regexp_replace(query, '\\s+', ' ', 'g') as query
      from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and query !~ 'pg_stat|session_replication' order by total_exec_time + total_plan_time desc limit 60`);
    await stopped(product);
    console.log(`\n${endpoint.name}: ${perSecond.map(Math.round).join(', ')} answers a second`);
    for (const { calls, ms, rows: each, total, plans, planning, query } of rows) console.log(`${String(total).padStart(7)} ms  ${String(calls).padStart(6)} ×  ${ms} ms (planned ${plans} ×  ${planning} ms)  ${each} rows  ${query.slice(0, 130)}`);
    const [file] = readdirSync(folder);
    console.log(ownTimes(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Time in each function itself, without what it calls, in percent of the time that was not idle. */
function ownTimes({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [functions, packages] = [new Map(), new Map()];
  let busy = 0;
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame;
    if (functionName === '(idle)' || functionName === '(program)') return;
    busy += timeDeltas[index];
    const place = url.replace(/^.*node_modules\//, '').replace(/^.*\/dist\/src\//, 'src/');
    add(functions, `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`, timeDeltas[index]);
    add(packages, url.includes('node_modules') ? place.split('/').slice(0, place.startsWith('@') ? 2 : 1).join('/') : place.startsWith('src/') ? 'the product' : url === '' ? 'engine' : 'node', timeDeltas[index]);
  });
  const lines = (map) => [...map].sort((a, b) => b[1] - a[1]).slice(0, LINES).map(([name, time]) => `${((time / busy) * 100).toFixed(1).padStart(6)} %  ${name}`).join('\n');
  return `${lines(packages)}\n\n${lines(functions)}`;
}

function add(map, key, amount) {
  map.set(key, (map.get(key) ?? 0) + amount);
}
