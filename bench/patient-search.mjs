// `node bench/patient-search.mjs [--scale=0.01]`: a patient looked for by a name with one typing error, among 1,000,000 of 200
// clinics, beside the read of one patient by key; turn by turn in one run, through the service's own code and role.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Cluster } from '../bin/embedded-postgres/cluster.mjs';
import { forgetOtherServers, prepareDatabase } from '../bin/embedded-postgres/prepare.mjs';
import { build } from '../bin/install.mjs';

const scale = Number(process.argv.find((argument) => argument.startsWith('--scale='))?.slice(8) ?? 1);
const CLINICS = Math.max(2, Math.round(200 * Math.min(1, scale * 10)));
const PATIENTS = Math.max(CLINICS * 10, Math.round(1_000_000 * scale));
const ROUNDS = 400;
const BATCH = 10_000;

build();
forgetOtherServers(process.env);
await import('reflect-metadata');
const { migrate } = await import('../dist/src/platform/database/migrate.js');
const { makeApplication } = await import('../dist/src/application.js');
const { readConfig } = await import('../dist/src/platform/config/config.js');
const { makeLogger } = await import('../dist/src/platform/observability/logger.js');
const { Clock } = await import('../dist/src/platform/clock/clock.js');
const { Database } = await import('../dist/src/platform/database/database.js');
const { sql } = await import('../dist/src/platform/database/sql.js');
const { newId } = await import('../dist/src/platform/kernel/uuid.js');
const { listPatients, PATIENT_VIEW } = await import('../dist/src/patients/patients.queries.js');

let state = 20_300_304;
/** Mulberry32: the same patients in every run. */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const below = (n) => Math.floor(random() * n);
const oneOf = (list) => list[below(list.length)];
const HEADS = 'Al Bar Ber Bren Cal Car Chris Dan Del Ed El Ev Fer Fran Gar Gre Hal Han Hel Jo Jör Ka Kar Kel Le Lin Lu Ma Mar Mel Mi Mül Na Ni Ol Os Pa Pet Ra Ro Ru Sa Sal San Schm Se Ste Su Ta Tho Tor Va Ver Vi Wal Wer Wil Ya Zel'.split(' ');
const HEARTS = 'a ba be bo da de do e ga ge i ka ke ko la le li lo ma me mi mo na ne ni no o ra re ri ro sa se si so ta te ti to va ve vi'.split(' ');
const TAILS = 'ber burg by da den der dez do ford gard gren ham ín ki la land ler ley lin ló man mann mer na ner nez nó ova quez ra ri ro ron sen ser ski son stein ta ton tt ver vić wald wicz'.split(' ');
const name = (hearts) => oneOf(HEADS) + Array.from({ length: 1 + below(hearts) }, () => oneOf(HEARTS)).join('') + oneOf(TAILS);
const GIVEN = Array.from({ length: 2_000 }, () => name(1));

/** One letter left out, put in, mistaken or exchanged with its neighbour, anywhere but in the first two. */
function mistyped(word) {
  const letters = [...word];
  const at = 2 + below(letters.length - 3);
  const other = oneOf([...'bcdfgklmnprstvz']);
  const kind = below(4);
  if (kind === 0) letters.splice(at, 1);
  if (kind === 1) letters.splice(at, 0, other);
  if (kind === 2) letters[at] = letters[at] === other ? 'q' : other;
  if (kind === 3) [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]];
  return letters.join('');
}

const sorted = (list) => [...list].sort((a, b) => a - b);
const median = (list) => sorted(list)[Math.floor(list.length / 2)];
const clinics = Array.from({ length: CLINICS }, () => newId());
const wanted = [];

async function fill(client) {
  await client.query('set synchronous_commit = off');
  for (const id of clinics) await client.query(`insert into clinics (id, name, time_zone, opening_hours, slot_minutes, turnover_minutes, pseudonym_key, created_at) values ($1, 'Bench', 'UTC', '[]', 15, 0, gen_random_uuid(), now())`, [id]);
  for (let from = 0; from < PATIENTS; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, PATIENTS - from) }, (_unused, index) => {
      const n = from + index;
      return [clinics[n % CLINICS], newId(), `M-${n}`, oneOf(GIVEN), name(2), `${1930 + below(90)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`];
    });
    for (const row of rows) if (random() < (3 * ROUNDS) / PATIENTS) wanted.push(row);
    const columns = rows[0].map((_unused, column) => rows.map((row) => row[column]));
    await client.query(
      `insert into patients (clinic_id, id, mrn, given_name, family_name, birth_date, sex_at_birth, handedness, search_text, created_at)
       select c, i, m, g, f, b, 'unknown', 'unknown', searchable(g || ' ' || f || ' ' || g || ' ' || m), now()
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[]) as p (c, i, m, g, f, b)`,
      columns,
    );
    progress('registering', from + rows.length, PATIENTS);
  }
  await client.query('vacuum analyze patients');
}

function progress(what, done, of) {
  if (!process.stderr.isTTY && done !== of) return;
  const bars = Math.round((done / of) * 30);
  process.stderr.write(`\r${what} ${'█'.repeat(bars)}${'░'.repeat(30 - bars)} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}${done === of ? '\n' : ''}`);
}

const cluster = new Cluster(mkdtempSync(join(tmpdir(), 'tms-bench-')), { throwAway: true });
let app;
try {
  await cluster.start();
  const ownerUrl = await prepareDatabase(cluster, 'bench', 'owner of a throw-away database');
  await migrate(ownerUrl);
  const superuser = new pg.Client(cluster.url('postgres', cluster.superuserPassword, 'bench'));
  await superuser.connect();
  await fill(superuser);
  await superuser.end();
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: ownerUrl, LOG_LEVEL: 'silent', SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') });
  app = await makeApplication(config, new Clock(), makeLogger('silent'));
  const database = app.get(Database);
  const askerOf = (clinicId) => ({ clinicId, staffId: undefined, requestId: 'bench', ip: undefined });
  const byKey = ([clinicId, id]) => database.read(askerOf(clinicId), (reader) => reader.one(sql`select ${PATIENT_VIEW} from patients where clinic_id = ${clinicId} and id = ${id}`));
  const byName = ([clinicId], q) => database.read(askerOf(clinicId), (reader) => listPatients(reader, { q }));
  const queries = {
    'given and family name, one error': (row) => `${row[3]} ${mistyped(row[4])}`,
    'family and given name, one error': (row) => `${mistyped(row[4])} ${row[3]}`,
    'family name with one error, birth date': (row) => `${mistyped(row[4])} ${row[5]}`,
    'family and given name, no error': (row) => `${row[4]} ${row[3]}`,
  };
  const taken = wanted.slice(0, ROUNDS);
  for (const row of taken.slice(0, 20)) for (const make of Object.values(queries)) await byName(row, make(row));
  console.log(`${PATIENTS.toLocaleString('en')} patients of ${CLINICS} clinics, ${taken.length} searched for, Node ${process.versions.node}, scale ${scale}`);
  for (const [what, make] of Object.entries(queries)) {
    const times = { key: [], search: [] };
    let first = 0;
    for (const row of taken) {
      const timed = async (contestant, task) => {
        const begun = performance.now();
        const answer = await task();
        times[contestant].push(performance.now() - begun);
        return answer;
      };
      await timed('key', () => byKey(row));
      const { items } = await timed('search', () => byName(row, make(row)));
      if (items[0]?.id === row[1]) first += 1;
    }
    const [key, search] = [median(times.key), median(times.search)];
    const slowest = sorted(times.search)[Math.floor(times.search.length * 0.99)];
    console.log(`${what.padEnd(40)} right patient first ${first} of ${taken.length}   key ${key.toFixed(2)} ms   search ${search.toFixed(2)} ms (99 of 100 below ${slowest.toFixed(1)})   search / key ${(search / key).toFixed(1)}`);
  }
} finally {
  await app?.close();
  cluster.remove();
}
