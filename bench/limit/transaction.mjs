// The bare minimum around an answer: a transaction in which row level security shows one clinic, and its entry in the trail.
// Statements are prepared and sent without waiting for those before wherever their answers are not needed.
import { v7 } from 'uuid';

const statements = new Map();
/** A prepared statement; the text is its identity. */
export function prepared(text, values) {
  let name = statements.get(text);
  if (name === undefined) statements.set(text, (name = `s${statements.size}`));
  return { name, text, values };
}

const SET = "select set_config('app.clinic_id', $1, true), set_config('app.staff_id', $2, true)";
const AUDIT = `insert into audit_entries (clinic_id, id, at, actor_id, api_key_id, ip, request_id, action, patient_id, subject_type, subject_id, changes, transaction)
  values ($1, $2, $3, $4, null, $5, $6, $7, $8, $9, $10, $11, pg_current_xact_id()::text::bigint)`;

/** @param task gets `run(text, values)`; whatever it sent is there before the commit */
export async function transaction(pool, caller, task) {
  const client = await pool.connect();
  const sent = [];
  const run = (text, values) => {
    const answer = client.query(prepared(text, values)).then(({ rows }) => rows);
    sent.push(answer);
    return answer;
  };
  try {
    sent.push(client.query('begin'));
    run(SET, [caller.clinicId, caller.staffId]);
    const answer = await task(run);
    await Promise.all([...sent, client.query('commit')]);
    return answer;
  } catch (fault) {
    const first = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
    await client.query('rollback');
    throw first?.reason ?? fault;
  } finally {
    client.release();
  }
}

/** The entry that the product leaves for the same request. */
export function audit(run, { clinicId, staffId, now, ip, requestId }, action, { patientId = null, type, id = null, changes = null }) {
  return run(AUDIT, [clinicId, v7(), now, staffId, ip, requestId, action, patientId, type, id, changes && JSON.stringify(changes)]);
}

export const changesOf = (after) => Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null).map(([name, to]) => [name, { from: null, to }]));
