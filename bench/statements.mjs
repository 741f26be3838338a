// What one request asks of the database, as the database itself counts it.
import { ask } from './load-generator.mjs';

const MINE = 'dbid = (select oid from pg_database where datname = current_database())';

/** @returns statements and rows a request, BEGIN and COMMIT among them */
export async function perRequest(client, url, next, requests, status) {
  await ask(url, next());
  await client.query('select pg_stat_statements_reset()');
  for (let n = 0; n < requests; n += 1) {
    const answer = await ask(url, next());
    if (answer.status !== status) throw new Error(`${answer.status} ${answer.text.slice(0, 500)}`);
  }
  const { rows: [{ calls, rows, ms }] } = await client.query(`
    select sum(calls)::float8 as calls, sum(rows)::float8 as rows, sum(total_exec_time)::float8 as ms from pg_stat_statements
    where ${MINE} and query !~ 'pg_stat_statements'`);
  return { statements: calls / requests, rows: rows / requests, databaseMs: ms / requests };
}
