// `node bench/audit.mjs [--rows=1000000]`: how fast a trail of a million entries is sealed and verified, and what sealing
// takes away from whoever writes at the same time (turn by turn, with and without).
import { clinicOfMany } from './clinic-of-many.mjs';

const rows = Number(process.argv.find((word) => word.startsWith('--rows='))?.slice(7) ?? 1_000_000);
const [WRITERS, TURN_MS, TURNS] = [8, 4_000, 5];
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const seconds = async (task) => {
  const begun = performance.now();
  const answer = await task();
  return [(performance.now() - begun) / 1000, answer];
};

const clinic = await clinicOfMany({ courses: 10, assessmentsEach: 1 });
try {
  const { Database } = await import('../dist/src/platform/database/database.js');
  const { headOf, record, sealPending, verifyTrail } = await import('../dist/src/audit/index.js');
  const { Jobs } = await import('../dist/src/platform/jobs/jobs.js');
  const { id, app, client } = clinic;
  const database = app.get(Database);
  await app.get(Jobs).onModuleDestroy(); // rounds of sealing are made here, by hand
  const asker = { clinicId: id, staffId: undefined, requestId: 'bench', ip: undefined };
  const sealAll = async () => {
    let sealed = 0;
    for (let more = 1; more > 0; sealed += more) more = (await database.work(asker, (work) => sealPending(work))).length;
    return sealed;
  };
  // One entry a second, the last one now: what a busy clinic leaves in a fortnight. Its few seals so far go, so that the chain begins with them.
  await client.query("set session_replication_role = 'replica'");
  await client.query('delete from audit_seals where clinic_id = $1', [id]);
  await client.query('delete from audit_entries where clinic_id = $1', [id]);
  await client.query(
    `insert into audit_entries (clinic_id, id, at, actor_id, api_key_id, ip, request_id, action, patient_id, subject_type, subject_id, changes, transaction)
     select $1, (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint + (n - $2::int)::bigint * 1000), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid, now() + (n - $2::int) * interval '1 second', null, null, '10.0.0.1', md5(n::text)::uuid::text,
       case when n % 3 = 0 then 'session.completed' else 'course.read' end, gen_random_uuid(), 'session', gen_random_uuid(),
       case when n % 3 = 0 then jsonb_build_object('status', jsonb_build_object('from', 'in-progress', 'to', 'completed'), 'delivered', jsonb_build_object('from', null, 'to', jsonb_build_object('trains', 30, 'totalPulses', 3000, 'outputPercentMso', 43.5))) end,
       pg_current_xact_id()::text::bigint
     from generate_series(1, $2::int) n`, [id, rows]);
  await client.query('analyze audit_entries');
  const [sealing, sealed] = await seconds(sealAll);
  console.log(`sealed   ${sealed} entries in ${sealing.toFixed(1)} s: ${Math.round(sealed / sealing)} a second`);
  const [verifying, verdict] = await seconds(() => verifyTrail((run) => database.read(asker, run), id));
  console.log(`verified ${verdict.sealedThrough} entries in ${verifying.toFixed(1)} s: ${Math.round(verdict.sealedThrough / verifying)} a second; ${verdict.ok ? 'whole' : `BROKEN at ${JSON.stringify(verdict.firstBroken)}`}`);
  const anchor = await database.read(asker, headOf);

  const written = { without: [], with: [] };
  for (let turn = 0; turn < TURNS * 2; turn += 1) {
    const how = turn % 2 === 0 ? 'without' : 'with';
    const endMs = performance.now() + TURN_MS;
    let count = 0;
    const writer = async () => {
      while (performance.now() < endMs) {
        await database.work(asker, (work) => {
          for (let n = 0; n < 3; n += 1) record(work, { action: 'bench.written', subject: { type: 'clinic', id }, before: { n }, after: { n: n + 1 } });
          return Promise.resolve();
        });
        count += 1;
      }
    };
    const sealer = async () => {
      while (how === 'with' && performance.now() < endMs) {
        await database.work(asker, (work) => sealPending(work));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await Promise.all([sealer(), ...Array.from({ length: WRITERS }, writer)]);
    written[how].push((count * 1000) / TURN_MS);
    await sealAll();
  }
  const [alone, beside] = [median(written.without), median(written.with)];
  console.log(`writers  ${WRITERS} at once, 3 entries each time: ${alone.toFixed(0)} transactions a second without sealing, ${beside.toFixed(0)} with it twenty times a second (the service seals every five seconds): ${(beside / alone).toFixed(2)} ×`);
  console.log(`         without ${written.without.map((n) => n.toFixed(0)).join(' ')}; with ${written.with.map((n) => n.toFixed(0)).join(' ')}`);
  const [after] = await seconds(() => verifyTrail((run) => database.read(asker, run), id, { anchor, fromAnchor: true }));
  console.log(`verified what came after a kept head in ${after.toFixed(1)} s`);
} finally {
  await clinic.stop();
}
