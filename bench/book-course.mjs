// `node bench/book-course.mjs`: a course of 36 booked in one call in a clinic with 60 sessions a day, beside 36 bare
// inserts with their claims in one transaction; turn by turn in one run.
import { build } from '../bin/install.mjs';
import startCluster from '../test/support/cluster.mjs';
import stopCluster from '../test/support/stop-cluster.mjs';
import { readFileSync } from 'node:fs';
import pg from 'pg';

const FILL = readFileSync(new URL('many-courses.sql', import.meta.url), 'utf8');
const ROUNDS = Number(process.env.ROUNDS ?? 30);
const WARM_UP = 3;
const FIRST_DAY = '2030-03-11';

build();
await startCluster();
const [{ makeApplication }, { Clock }, { readConfig }, { makeLogger }, { Database }, { openClinic, addDevice, addRoom }, { addStaff }, { stockLibrary }, { newId }] = await Promise.all(
  ['application', 'platform/clock/clock', 'platform/config/config', 'platform/observability/logger', 'platform/database/database', 'clinics/index', 'identity/index', 'protocols/index', 'platform/kernel/uuid'].map((name) => import(`../dist/src/${name}.js`)));
const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: process.env.TEST_PG_URL, LOG_LEVEL: 'silent', ACCESS_TOKEN_SECONDS: '3600', CLOCK: '2030-03-04T14:00:00Z' });
const app = await makeApplication(config, new Clock(config.clock), makeLogger('silent'));
const id = newId();
const [email, password] = ['bench@clinic.example', 'a password for the bench only'];
const made = { devices: [], rooms: [], operators: [] };
await app.get(Database).work({ clinicId: id, staffId: undefined, requestId: 'bench', ip: undefined }, async (work) => {
  await openClinic(work, { name: 'Bench', timeZone: 'America/New_York', openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' })), slotMinutes: 15, turnoverMinutes: 10 });
  await stockLibrary(work);
  await addStaff(work, { email, displayName: 'Bench', roles: ['clinician'], password });
  for (let n = 1; n <= 6; n += 1) {
    made.devices.push((await addDevice(work, { name: `Device ${n}`, manufacturer: 'M', model: 'M', modalities: ['rtms'] })).id);
    made.rooms.push((await addRoom(work, { name: `Room ${n}` })).id);
    made.operators.push((await addStaff(work, { email: `o${n}@clinic.example`, displayName: `O${n}`, roles: ['operator'], password })).id);
  }
});
const { accessToken } = (await app.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password } })).json();
const database = new URL(process.env.TEST_PG_SUPERUSER_URL);
database.pathname = new URL(process.env.TEST_PG_URL).pathname;
const client = new pg.Client(database.href);
await client.connect();

/** A patient with an active course of 36 for each round of each contestant, and one for each hour of the full days. */
const PEOPLE = (ROUNDS + WARM_UP) * 2 + 60;
await client.query(FILL, [id, PEOPLE * 9, 0, 36]);
await client.query(
  `update courses c set protocol_id = v.protocol_id, protocol_version = v.version, modality = v.modality from protocol_versions v join protocols p on (p.clinic_id, p.id) = (v.clinic_id, v.protocol_id)
   where c.clinic_id = $1 and v.clinic_id = $1 and p.code = 'ldlpfc-hf10-oreardon-2007' and v.status = 'published'`, [id]);
await client.query(`update courses set sessions_delivered = 0, pulses_delivered = 0 where clinic_id = $1 and status = 'active'`, [id]);
const { rows: courses } = await client.query(`select id, patient_id from courses where clinic_id = $1 and status = 'active' order by id`, [id]);
const INSERT_SESSION = `insert into sessions (clinic_id, id, course_id, patient_id, kind, sequence, status, starts_at, ends_at, device_id, room_id, operator_id, created_at)
  values ($1, $2, $3, $4, 'treatment', $5, 'scheduled', $6, $7, $8, $9, $10, now())`;
const INSERT_CLAIM = `insert into claims (clinic_id, id, kind, resource_id, occupant, occupant_id, during) values ($1, $2, $3, $4, 'session', $5, tstzrange($6, $7))`;

async function insertBare(course, sequence, startMs, n, day) {
  const [session, startsAt, endsAt, freeAt] = [newId(), startMs, startMs + 37 * 60_000, startMs + 47 * 60_000].map((value) => (typeof value === 'string' ? value : new Date(value).toISOString()));
  const place = [made.devices[n % 6], made.rooms[n % 6], made.operators[n % 6]];
  await client.query({ name: 'session', text: INSERT_SESSION, values: [id, session, course.id, course.patient_id, sequence, startsAt, endsAt, ...place] });
  for (const [kind, resource, until] of [['device', place[0], freeAt], ['room', place[1], freeAt], ['operator', place[2], endsAt], ['patient', course.patient_id, endsAt]]) {
    await client.query({ name: 'claim', text: INSERT_CLAIM, values: [id, newId(), kind, resource, session, startsAt, until] });
  }
}

const weekdays = [];
for (let at = Date.parse(`${FIRST_DAY}T00:00:00Z`); weekdays.length < 60; at += 86_400_000) if (![0, 6].includes(new Date(at).getUTCDay())) weekdays.push(at);
// Five of six devices full: 60 sessions a day for twelve weeks; the sixth is left for the courses that are measured.
await client.query('begin');
for (const [day, at] of weekdays.entries()) for (let n = 0; n < 60; n += 1) await insertBare(courses[n], day + 1, at + 13 * 3_600_000 + Math.floor(n / 5) * 48 * 60_000, n % 5, day);
await client.query('commit');
await client.query('analyze');

const waiting = courses.slice(60);
const forget = async (course) => {
  await client.query('delete from claims where clinic_id = $1 and occupant_id in (select id from sessions where clinic_id = $1 and course_id = $2)', [id, course.id]);
  await client.query(`update sessions set status = 'cancelled' where clinic_id = $1 and course_id = $2`, [id, course.id]);
};
const times = { booked: [], bare: [] };
for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
  const [mine, theirs] = [waiting.pop(), waiting.pop()];
  let begun = performance.now();
  const answer = await app.inject({ method: 'POST', url: `/v1/courses/${mine.id}/schedule`, headers: { authorization: `Bearer ${accessToken}` }, payload: { startDate: FIRST_DAY, preferredTimes: ['09:00'], policy: 'nearest' } });
  const booked = performance.now() - begun;
  if (answer.statusCode !== 201 || answer.json().sessions.length !== 36) throw new Error(`booking answered ${answer.statusCode}: ${answer.body.slice(0, 400)}`);
  await forget(mine);
  begun = performance.now();
  await client.query('begin');
  for (let n = 0; n < 36; n += 1) await insertBare(theirs, n + 1, weekdays[n] + 14 * 3_600_000, 5, n);
  await client.query('commit');
  const bare = performance.now() - begun;
  await forget(theirs);
  if (round < WARM_UP) continue;
  times.booked.push(booked);
  times.bare.push(bare);
}
const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];
const ratios = times.booked.map((booked, round) => booked / times.bare[round]);
const { rows: [{ n }] } = await client.query('select count(*)::int as n from claims where live');
console.log(`a course of 36 in one call among ${n} live claims (60 sessions a day), ${ROUNDS} rounds, Node ${process.versions.node}`);
for (const name of ['booked', 'bare']) console.log(`${name.padEnd(7)} median ${at(times[name], 0.5).toFixed(1)} ms   quartiles ${at(times[name], 0.25).toFixed(1)} to ${at(times[name], 0.75).toFixed(1)}`);
console.log(`booked / bare: median ${at(ratios, 0.5).toFixed(2)}, quartiles ${at(ratios, 0.25).toFixed(2)} to ${at(ratios, 0.75).toFixed(2)}`);
await client.end();
await app.close();
await stopCluster();
