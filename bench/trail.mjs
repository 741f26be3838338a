// Entries of the trail are sealed in the background, up to five seconds after they were left: in somebody else's turn. So each
// turn of the product ends when its entries are sealed, and what the other programs left is taken out before anybody seals it.
import { setTimeout as wait } from 'node:timers/promises';

const CLINIC = "(lpad(to_hex(n), 8, '0') || '-0001-7000-8000-000000000000')::uuid";
const LONGEST_MS = 20_000;

export function trailOf(client, clinics) {
  let since = '3';
  const ofClinics = `generate_series(0, ${clinics - 1}) as n`;
  const waiting = async () => (await client.query(`
    select exists (select 1 from ${ofClinics}, lateral (select 1 from audit_entries e where e.clinic_id = ${CLINIC} and e.transaction >= $1 and e.transaction > 3 and e.request_id not like 'bench%'
      and not exists (select 1 from audit_seals s where s.clinic_id = e.clinic_id and s.entry_id = e.id) limit 1) as unsealed) as waiting`, [since])).rows[0].waiting;
  return {
    async settle(isProduct) {
      if (isProduct) {
        for (const begun = Date.now(); Date.now() - begun < LONGEST_MS && (await waiting()); ) await wait(200);
      } else {
        await client.query('set session_replication_role = replica');
        await client.query(`delete from audit_entries e using ${ofClinics} where e.clinic_id = ${CLINIC} and e.transaction >= $1 and e.request_id in ('bench-limit', 'bench-docs')`, [since]);
        await client.query('reset session_replication_role');
      }
      since = (await client.query('select pg_current_xact_id()::text as xid')).rows[0].xid;
    },
  };
}
