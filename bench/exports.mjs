// `node bench/exports.mjs [--rows=1000000]`: what the export of all sessions adds to the memory of the service, which runs in
// a process of its own, and whether what arrives is what the table holds.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clinicOfMany } from './clinic-of-many.mjs';

const rows = Number(process.argv.find((word) => word.startsWith('--rows='))?.slice(7) ?? 1_000_000);
const MIB = 2 ** 20;
const clinic = await clinicOfMany({ courses: 10_000, assessmentsEach: 2 });
const service = fork(fileURLToPath(new URL('serve.mjs', import.meta.url)), { env: { ...process.env } });
try {
  const { client, id, credentials } = clinic;
  const filling = performance.now();
  await client.query("insert into devices (clinic_id, id, name, manufacturer, model, modalities, status) values ($1, gen_random_uuid(), 'D', 'M', 'M', '{rtms}', 'in-service')", [id]);
  await client.query("insert into rooms (clinic_id, id, name, status) values ($1, gen_random_uuid(), 'R', 'in-service')", [id]);
  await client.query('set session_replication_role = replica');
  await client.query(readFileSync(new URL('many-sessions.sql', import.meta.url), 'utf8'), [id, rows]);
  await client.query('set session_replication_role = origin');
  await client.query('vacuum analyze sessions');
  console.log(`${rows} sessions made in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
  let port, resident, most = 0;
  service.on('message', (message) => {
    port ??= message.port;
    resident = message.resident ?? resident;
    most = Math.max(most, resident ?? 0);
  });
  while (!port || !resident) await once(service, 'message');
  const logIn = await fetch(`http://127.0.0.1:${port}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(credentials) });
  const { accessToken: token } = await logIn.json();
  const ask = (path) => fetch(`http://127.0.0.1:${port}/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  const exported = async (path) => {
    const response = await ask(path);
    if (response.status !== 200) throw new Error(await response.text());
    let [count, rest] = [0, ''];
    const [hash, decoder] = [createHash('sha256'), new TextDecoder()];
    for await (const chunk of response.body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const { id: session, status, startsAt, deliveredPulses } = JSON.parse(line);
        hash.update(`${session}|${status}|${startsAt}|${deliveredPulses ?? ''}\n`);
        count += 1;
      }
    }
    return { count, digest: hash.digest('hex') };
  };
  // A service that has answered before, and has exported nothing yet.
  for (let turn = 0; turn < 20; turn += 1) await (await ask('patients?limit=50')).text();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const before = resident;
  most = before;
  const begun = performance.now();
  const { count, digest } = await exported('exports/sessions.ndjson');
  const seconds = (performance.now() - begun) / 1000;
  const { rows: [table] } = await client.query(`select count(*)::int as n, encode(sha256(convert_to(string_agg(concat_ws('|', id, status, iso(starts_at), coalesce(delivered ->> 'totalPulses', '')) || E'\\n', '' order by id), 'UTF8')), 'hex') as digest
    from sessions where clinic_id = $1`, [id]);
  console.log(`${count} rows in ${seconds.toFixed(0)} s (${Math.round(count / seconds)} a second); the table has ${table.n}; checksums ${table.digest === digest ? 'equal' : 'DIFFER'}`);
  console.log(`resident memory of the service ${(before / MIB).toFixed(0)} MiB before, ${(most / MIB).toFixed(0)} MiB at most: ${((most - before) / MIB).toFixed(1)} MiB more`);
} finally {
  service.kill();
  await clinic.stop();
}
