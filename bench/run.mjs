// `npm run bench -- [--scale=1000000] [--rounds=5] [--only="day board,booking"] [--data=folder] [--no-report]`
//
// The service beside the limit of its machine (bench/limit) and beside what the documentation of NestJS teaches
// (bench/docs-way), turn by turn in one run, over the stated data set (bench/data/shape.mjs): 1,000,000 sessions of 200
// clinics. Client, program and PostgreSQL share the machine's processors. With `--data` the loaded server is kept in that
// folder for the next run. A run of the full size writes its section of bench/RESULTS.md.
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { build, say } from '../bin/install.mjs';
import { dataSet, startServer } from './data/server.mjs';
import { TODAY } from './data/shape.mjs';
import { endpoints, reset } from './endpoints.mjs';
import { measure, measureGrowth, measureOnEnd, measureUnchanged } from './measure.mjs';
import { startDocsWay, startLimit, startProduct } from './programs.mjs';
import { report, writeReport } from './report.mjs';
import { differenceOf } from './same-bytes.mjs';
import { worldOf } from './world.mjs';

const SMALL = 10_000;
const { values } = parseArgs({ options: { scale: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' }, only: { type: 'string' }, data: { type: 'string' }, 'no-report': { type: 'boolean' } } });
const [scale, rounds, seconds] = [values.scale, values.rounds, values.seconds].map(Number);

build();
if (values.data !== undefined) mkdirSync(values.data, { recursive: true });
const server = await startServer(values.data);
const programs = [];
const started = async (program) => {
  programs.push(await program);
  return programs.at(-1);
};
try {
  const small = scale > SMALL ? await dataSet(server.cluster, SMALL) : undefined;
  const full = await dataSet(server.cluster, scale);
  const { rows: [{ hash }] } = await full.client.query("select password_hash as hash from staff where email = 'password@bench.example'");
  const set = { ...full, passwordHash: hash };
  const product = await started(startProduct(set));
  const [limit, docs] = [await started(startLimit(set)), await started(startDocsWay(set))];
  await reset(set.client, set.shape.clinics);
  const world = await worldOf(set, product);
  await reset(set.client, set.shape.clinics);
  const wanted = values.only?.split(',').map((name) => name.trim());
  const chosen = endpoints(world).filter(({ name }) => !wanted || wanted.includes(name));
  const undo = () => reset(set.client, set.shape.clinics);
  const differences = new Map();
  for (const endpoint of chosen.filter(({ name }) => name !== 'login')) {
    const difference = await differenceOf(endpoint, { product, limit }, endpoint, endpoint.writes ? undo : async () => {}, TODAY);
    if (difference) differences.set(endpoint.name, difference);
  }
  // A limit that answers less is no limit: its row says so, and the run does not end well.
  if (differences.size > 0) process.exitCode = 1;
  say([...differences.values(), `The limit answers the same bytes${differences.size > 0 ? ' elsewhere' : ''}; a login's are not compared, its limit is the hash of the password alone.`].join('\n'));
  const figures = { set, differences, rounds, seconds, rows: [], unchanged: undefined, growth: [], idleMiB: product.rssMiB() };
  const unmeasured = new Set();
  for (const endpoint of chosen) {
    try {
      figures.rows.push(await measure(endpoint, { product, limit, docs }, { client: set.client, clinics: set.shape.clinics, rounds, seconds, undo }));
    } catch (fault) {
      // What cannot be measured is told, and the others are measured.
      process.exitCode = 1;
      unmeasured.add(endpoint.name);
      say(`${endpoint.name}: not measured. ${fault.message}`);
      await undo();
      continue;
    }
    say(report({ ...figures, rows: figures.rows.slice(-1) }));
  }
  const board = chosen.find(({ name }) => name === 'day board');
  if (board) figures.onEnd = await measureOnEnd(product, board);
  if (board) figures.unchanged = await measureUnchanged(product, board, { clinics: set.shape.clinics, rounds, seconds });
  figures.rssMiB = Math.max(...figures.rows.map(({ rssMiB }) => rssMiB));
  if (small) {
    await reset(small.client, small.shape.clinics);
    const before = await started(startProduct(small));
    const smallWorld = endpoints(await worldOf(small, before));
    await reset(small.client, small.shape.clinics);
    for (const endpoint of chosen.filter(({ name }) => !['login', 'series of 36', ...unmeasured].includes(name))) {
      const same = smallWorld.find(({ name }) => name === endpoint.name);
      figures.growth.push(await measureGrowth({ endpoint: same, program: before, undo: () => reset(small.client, small.shape.clinics) }, { endpoint, program: product, undo }, { rounds, seconds }));
    }
    await small.client.end();
  }
  say(report(figures));
  if (scale >= 1_000_000 && !wanted && !values['no-report']) writeReport(figures);
  await set.client.end();
} finally {
  for (const program of programs) await program.stop();
  await server.end();
}
