// `node bench/exports.mjs [--rows=1000000]`: what the export of all sessions adds to the memory of the service, and whether
// what arrives is what the table holds.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { clinicOfMany } from './clinic-of-many.mjs';

const rows = Number(process.argv.find((word) => word.startsWith('--rows='))?.slice(7) ?? 1_000_000);
const clinic = await clinicOfMany({ courses: 10_000, assessmentsEach: 2 });
try {
  const { client, id, app, token } = clinic;
  await client.query("insert into devices (clinic_id, id, name, manufacturer, model, modalities, status) values ($1, gen_random_uuid(), 'D', 'M', 'M', '{rtms}', 'in-service')", [id]);
  await client.query("insert into rooms (clinic_id, id, name, status) values ($1, gen_random_uuid(), 'R', 'in-service')", [id]);
  const filling = performance.now();
  await client.query('set session_replication_role = replica');
  await client.query(readFileSync(new URL('many-sessions.sql', import.meta.url), 'utf8'), [id, rows]);
  await client.query('set session_replication_role = origin');
  await client.query('vacuum analyze sessions');
  console.log(`${rows} sessions made in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${app.getHttpServer().address().port}/v1/exports/sessions.ndjson`;
  const ask = (query) => fetch(url + query, { headers: { authorization: `Bearer ${token}` } });
  await (await ask('?cursor=00000000-0000-7000-8004-ffffffffffff')).text();
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let [peak, count, rest] = [before, 0, ''];
  const [hash, decoder, begun] = [createHash('sha256'), new TextDecoder(), performance.now()];
  for await (const chunk of (await ask('')).body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const { id: session, status, startsAt, deliveredPulses } = JSON.parse(line);
      hash.update(`${session}|${status}|${startsAt}|${deliveredPulses ?? ''}\n`);
      count += 1;
    }
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - begun) / 1000;
  const { rows: [table] } = await client.query(`select count(*)::int as n, encode(sha256(convert_to(string_agg(concat_ws('|', id, status, iso(starts_at), coalesce(delivered ->> 'totalPulses', '')) || E'\\n', '' order by id), 'UTF8')), 'hex') as digest
    from sessions where clinic_id = $1`, [id]);
  console.log(`${count} rows in ${seconds.toFixed(0)} s; the table has ${table.n}; checksums ${table.digest === hash.digest('hex') ? 'equal' : 'DIFFER'}`);
  console.log(`resident memory ${(before / 2 ** 20).toFixed(0)} MiB before, ${(peak / 2 ** 20).toFixed(0)} MiB at most: ${((peak - before) / 2 ** 20).toFixed(1)} MiB more, client and service together`);
} finally {
  await clinic.stop();
}
