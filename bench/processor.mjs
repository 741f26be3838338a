// `node bench/processor.mjs ["day board"] [booking] [--scale=10000] [--rounds=3] [--data=folder]`: processor time a request, by
// the kernel's own count: of the program, of PostgreSQL and of the client; the service and its limit in turn, each flat out and
// warmed up. What a profile shows as time in a system call is often time in which the processor was somebody else's. Needs /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { build } from '../bin/install.mjs';
import { dataSet, startServer } from './data/server.mjs';
import { endpoints, reset } from './endpoints.mjs';
import { flatOut, median } from './load-generator.mjs';
import { startLimit, startProduct } from './programs.mjs';
import { worldOf } from './world.mjs';

/** The kernel counts in hundredths of a second. */
const MS_OF_A_TICK = 10;
const SECONDS = 3;
const WARM_UP_TURNS = 3;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' }, data: { type: 'string' } } });

build();
const server = await startServer(values.data);
const programs = [];
try {
  const loaded = await dataSet(server.cluster, Number(values.scale));
  const { rows: [{ hash }] } = await loaded.client.query("select password_hash as hash from staff where email = 'password@bench.example'");
  const set = { ...loaded, passwordHash: hash };
  programs.push(await startProduct(set), await startLimit(set));
  const undo = () => reset(set.client, set.shape.clinics);
  await undo();
  const all = endpoints(await worldOf(set, programs[0]));
  await undo();
  console.log('| | answers a second | program, ms | PostgreSQL, ms | client, ms |\n| --- | --- | --- | --- | --- |');
  for (const endpoint of all.filter(({ name }) => name !== 'login' && (positionals.length === 0 || positionals.includes(name)))) {
    const spell = endpoint.seconds ? { seconds: SECONDS } : { amount: endpoint.amount };
    const turn = async (program) => {
      const before = timesOf(program);
      const perSecond = await flatOut(program.url, endpoint[program.name](), spell, endpoint.status);
      const requests = endpoint.amount ?? perSecond * SECONDS;
      const times = timesOf(program).map((ms, part) => (ms - before[part]) / requests);
      if (endpoint.writes) await undo();
      return { perSecond, times };
    };
    for (const program of programs) for (let n = 0; n < WARM_UP_TURNS; n += 1) await turn(program);
    const turns = new Map(programs.map((program) => [program, []]));
    for (let round = 0; round < Number(values.rounds); round += 1) for (const program of programs) turns.get(program).push(await turn(program));
    for (const [{ name }, ofOne] of turns) {
      const times = [0, 1, 2].map((part) => median(ofOne.map((one) => one.times[part])).toFixed(2));
      console.log(`| ${endpoint.name}, ${name} | ${Math.round(median(ofOne.map(({ perSecond }) => perSecond)))} | ${times.join(' | ')} |`);
    }
  }
  await set.client.end();
} finally {
  for (const program of programs) await program.stop();
  await server.end();
}

/** Milliseconds so far of the program, of every process of PostgreSQL, and of this one. */
function timesOf({ pid }) {
  const { user, system } = process.cpuUsage();
  const database = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/comm`).startsWith('postgres'));
  return [msOf(pid), database.reduce((sum, one) => sum + msOf(one), 0), (user + system) / 1000];
}

function msOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  // Behind the name in brackets, which may hold blanks: the 12th and 13th field are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MS_OF_A_TICK;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A process that has ended meanwhile.
    return '';
  }
}
