// Turn by turn: what disturbs the machine disturbs every program alike, and ratios are of turns that stood side by side.
import http from 'node:http';
import { unchangedBoards } from './endpoints.mjs';
import { atRate, flatOut, median, quantile } from './load-generator.mjs';
import { perRequest } from './statements.mjs';
import { trailOf } from './trail.mjs';

const LOAD = 0.7;
const COUNTED = 30;
/** A service runs for weeks: what counts is how it works once its code is compiled and each connection has kept its plans. */
const WARM_UP = { seconds: 4, turns: 3 };
/** At its steady rate; the first spell opens the connections and is not counted. */
const SPELLS = 3;

const limitsOf = ({ seconds: timed, amount }, seconds) => (timed ? { seconds } : { amount });

export async function measure(endpoint, programs, { client, clinics, rounds, seconds, undo }) {
  const trail = trailOf(client, clinics);
  const after = async (key) => {
    if (endpoint.writes) await undo();
    await trail.settle(key === 'product');
  };
  const contestants = ['product', 'limit', 'docs'].filter((key) => endpoint[key]);
  const perSecond = Object.fromEntries(contestants.map((key) => [key, []]));
  const counted = {};
  for (const key of contestants) {
    // The first turns of a program warm it up; then its statements are counted, one request at a time.
    for (let turn = 0; turn < (endpoint.seconds ? 1 : WARM_UP.turns); turn += 1) {
      await flatOut(programs[key].url, endpoint[key](), limitsOf(endpoint, WARM_UP.seconds), endpoint.status);
      await after(key);
    }
    counted[key] = await perRequest(client, programs[key].url, endpoint[key](), COUNTED, endpoint.status);
    await after(key);
  }
  let rssMiB = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const key of round % 2 ? [...contestants].reverse() : contestants) {
      perSecond[key].push(await flatOut(programs[key].url, endpoint[key](), limitsOf(endpoint, seconds), endpoint.status));
      if (key === 'product') rssMiB = Math.max(rssMiB, programs.product.rssMiB() ?? 0);
      await after(key);
    }
  }
  // The limit's own tail beside the product's: client, program and database share the machine, and all three wait for it.
  const atLoad = {};
  for (const key of contestants.filter((one) => one !== 'docs')) {
    const rate = LOAD * median(perSecond[key]);
    const spell = endpoint.seconds ? { perSecond: rate, seconds: 2 * seconds } : { perSecond: rate, seconds: endpoint.amount / rate };
    const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    const counted = [];
    let fault;
    for (let turn = 0; turn < SPELLS; turn += 1) {
      const came = await atRate(programs[key].url, endpoint[key](), { ...spell, agent }, endpoint.status);
      if (turn > 0) counted.push(...came.latencies);
      fault ??= came.fault;
      await after(key);
    }
    agent.destroy();
    atLoad[key] = { median: median(counted), p99: quantile(counted, 0.99), fault: fault?.message };
  }
  return { name: endpoint.name, perSecond, counted, rssMiB, atLoad };
}

/** Long enough for the trail to be sealed meanwhile, several times. */
const ON_END_SECONDS = 12;

export async function measureOnEnd(product, board) {
  return { seconds: ON_END_SECONDS, perSecond: await flatOut(product.url, board.product(), { seconds: ON_END_SECONDS }, board.status) };
}

/** A board whose caller has it already, beside building it. */
export async function measureUnchanged(product, board, { clinics, rounds, seconds }) {
  const next = await unchangedBoards(product.url, board, clinics);
  const [built, unchanged] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    built.push(await flatOut(product.url, board.product(), { seconds }, 200));
    unchanged.push(await flatOut(product.url, next, { seconds }, 304));
  }
  return { built, unchanged };
}

/** The same endpoint over a small and over the full data set. */
export async function measureGrowth(small, full, { rounds, seconds }) {
  const perSecond = { small: [], full: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [key, { endpoint, program, undo }] of [['small', small], ['full', full]]) {
      perSecond[key].push(await flatOut(program.url, endpoint.product(), limitsOf(endpoint, seconds), endpoint.status));
      if (endpoint.writes) await undo();
    }
  }
  return { name: full.endpoint.name, perSecond };
}
