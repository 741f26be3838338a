// Loads the stated data set into a migrated database: one clinic through the service's own commands, then everything else by
// statements that the server runs alone. Constraints and triggers stand, but for what would be checked a million times over:
// foreign keys and row triggers sleep while rows come that fit by construction, and the two GiST indexes of the claims, the
// constraint against double booking among them, are built once at the end over all rows, where they check all.
import { readFileSync } from 'node:fs';
import { progress } from '../progress.mjs';
import { DAYS_OF_A_COURSE, FRESH_COURSES, idOf, KIND, LAST_DAY, NOW, PASSWORD, PROTOCOL, workingDays, ZONE } from './shape.mjs';

const STEPS = readFileSync(new URL('fill.sql', import.meta.url), 'utf8').split(/^-- (?=[a-z]+$)/m).slice(1).map((step) => {
  const end = step.indexOf('\n');
  return { name: step.slice(0, end), sql: step.slice(end) };
});
const BATCHES = 20;

/** @param client a superuser's connection to the database; @param shape of `shapeOf` */
export async function load(client, ownerUrl, shape) {
  const begun = performance.now();
  await openFirstClinic(ownerUrl);
  await client.query('set synchronous_commit = off; set session_replication_role = replica; set maintenance_work_mem = \'512MB\'; set work_mem = \'64MB\'; set jit = off');
  await prepare(client, shape);
  const built = await withoutClaimIndexes(client, async () => {
    for (const { name, sql } of STEPS) {
      const batch = Math.max(1, Math.ceil(shape.clinics / BATCHES));
      for (let from = 0; from < shape.clinics; from += batch) {
        const values = { from, to: Math.min(shape.clinics, from + batch), courses: shape.courses, fresh: FRESH_COURSES };
        await client.query(sql.replace(/:(from|to|courses|fresh)\b/g, (_all, key) => String(values[key])));
        progress(name, values.to, shape.clinics);
      }
    }
  });
  await client.query('drop function bench_id; drop table bench_days, bench_protocol, bench_password; reset session_replication_role');
  await sealTrails(ownerUrl, shape.clinics);
  for (const table of ['sessions', 'claims', 'audit_entries', 'audit_seals', 'patients', 'courses', 'assessments', 'motor_thresholds']) await client.query(`vacuum (freeze, analyze) ${table}`);
  await client.query('analyze');
  return { seconds: (performance.now() - begun) / 1000, indexSeconds: built };
}

/** The service in this process. */
async function withService(ownerUrl, task) {
  const [{ makeApplication }, { Clock }, { readConfig }, { makeLogger }, { Database }] = await Promise.all(
    ['application', 'platform/clock/clock', 'platform/config/config', 'platform/observability/logger', 'platform/database/database'].map((name) => import(`../../dist/src/${name}.js`)));
  const app = await makeApplication(readConfig({ NODE_ENV: 'test', DATABASE_URL: ownerUrl, LOG_LEVEL: 'silent' }), new Clock(NOW), makeLogger('silent'));
  try {
    await task((clinic, work) => app.get(Database).work({ clinicId: idOf(clinic, KIND.clinic, 0), staffId: undefined, requestId: 'bench', ip: undefined }, work));
  } finally {
    await app.close();
  }
}

/** Hours, the library of protocols and a password's hash, as the service makes them. */
async function openFirstClinic(ownerUrl) {
  const [{ openClinic }, { addStaff }, { stockLibrary }] = await Promise.all(['clinics/index', 'identity/index', 'protocols/index'].map((name) => import(`../../dist/src/${name}.js`)));
  await withService(ownerUrl, (write) => write(0, async (work) => {
    const openingHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' }));
    await openClinic(work, { name: 'Bench 0', timeZone: ZONE, openingHours, slotMinutes: 15, turnoverMinutes: 10 });
    await stockLibrary(work);
    await addStaff(work, { email: 'password@bench.example', displayName: 'Password', roles: ['auditor'], password: PASSWORD });
  }));
}

/** The trail is sealed as the service seals it; unsealed, it would be caught up with in somebody's turn. */
export async function sealTrails(ownerUrl, clinics) {
  const { sealAll } = await import('../../dist/src/audit/seals.service.js');
  await withService(ownerUrl, async (write) => {
    for (let clinic = 0; clinic < clinics; clinic += 1) {
      await sealAll((run) => write(clinic, run));
      progress('sealing', clinic + 1, clinics);
    }
  });
}

async function prepare(client, { days }) {
  const dates = workingDays(days);
  if (dates[0] !== LAST_DAY || days % DAYS_OF_A_COURSE !== 0) throw new Error('The days do not fit the courses');
  await client.query(`
    create function bench_id(clinic int, kind int, n bigint) returns uuid immutable parallel safe language sql
      return (lpad(to_hex(clinic), 8, '0') || '-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;
    create table bench_days as select d.day::date as day, (d.k - 1)::int as k from unnest('{${dates.join(',')}}'::text[]) with ordinality as d(day, k);
    create unique index on bench_days (k);
    create table bench_password as select password_hash as hash from staff where email = 'password@bench.example';
    create table bench_protocol as select v.protocol_id, v.version, v.modality, v.session_minutes, v.stimulation || jsonb_build_object('modality', v.modality, 'targetRegion', v.target_region, 'hemisphere', 'left', 'outputPercentMso', null, 'motorThresholdId', null) as dose
      from protocols p join protocol_versions v using (clinic_id) where v.protocol_id = p.id and p.code = '${PROTOCOL}';
    analyze bench_days`);
}

/** @returns seconds that building them took */
async function withoutClaimIndexes(client, fill) {
  const { rows: [constraint] } = await client.query("select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'claims_no_overlap'");
  const { rows: [window] } = await client.query("select pg_get_indexdef('claims_window'::regclass) as definition");
  await client.query('alter table claims drop constraint claims_no_overlap; drop index claims_window');
  await fill();
  const begun = performance.now();
  progress('indexes', 0, 2);
  await client.query(`alter table claims add constraint claims_no_overlap ${constraint.definition}`);
  progress('indexes', 1, 2);
  await client.query(window.definition);
  progress('indexes', 2, 2);
  return (performance.now() - begun) / 1000;
}
