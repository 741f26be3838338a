/** Extensions that the schema needs; made by the superuser, so that the owner of the schema can be an ordinary role. */
const EXTENSIONS = ['btree_gist', 'pg_trgm', 'unaccent'];

/**
 * The roles and the database of the service: `tms_owner` owns the schema and runs migrations; the service itself works
 * as `tms_service`, which owns nothing.
 * @returns the address of the database for its owner
 */
export async function prepareDatabase(cluster, database, ownerPassword) {
  const { default: pg } = await import('pg');
  const quoted = pg.escapeLiteral(ownerPassword);
  await run(pg, cluster.url('postgres', cluster.superuserPassword, 'postgres'), async (client) => {
    const { rows: roles } = await client.query("select 1 from pg_roles where rolname = 'tms_owner'");
    await client.query(roles.length > 0 ? `alter role tms_owner password ${quoted}` : `create role tms_owner login createrole createdb password ${quoted}`);
    const { rows: databases } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (databases.length === 0) await client.query(`create database ${database} owner tms_owner`);
  });
  await run(pg, cluster.url('postgres', cluster.superuserPassword, database), async (client) => {
    for (const extension of EXTENSIONS) await client.query(`create extension if not exists ${extension}`);
    await client.query('alter schema public owner to tms_owner');
  });
  return cluster.url('tms_owner', ownerPassword, database);
}

/** Settings of the environment that speak of another server (PGSSLMODE, PGOPTIONS and the like) would apply to ours too. */
export function forgetOtherServers(env) {
  for (const name of Object.keys(env)) if (/^PG[A-Z]+$/.test(name)) delete env[name];
}

async function run(pg, url, task) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await task(client);
  } finally {
    await client.end();
  }
}
