import type { Client } from 'pg';

/** The whole schema as text a person can read: tables with columns, constraints, indexes, triggers, policies, grants; functions. */
export async function describeSchema(client: Client): Promise<string> {
  const many = async (text: string, values: unknown[] = []): Promise<string[]> => (await client.query<{ line: string }>(text, values)).rows.map(({ line }) => line);
  const tables = await many("select relname as line from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations' order by 1");
  const parts = ['-- The whole schema, kept equal to the steps by test (UPDATE_DOCS=1 writes it anew).\n'];
  for (const table of tables) {
    const columns = await many(
      `select '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
         || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`, [table]);
    const constraints = await many(
      `select '  constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
       where conrelid = $1::regclass and contype <> 'n' order by contype = 'p' desc, conname`, [table]);
    const indexes = await many(
      `select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i where i.indrelid = $1::regclass
         and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x')) order by 1`, [table]);
    const triggers = await many(`select pg_get_triggerdef(oid) || ';' as line from pg_trigger where tgrelid = $1::regclass and not tgisinternal order by tgname`, [table]);
    const policies = await many(
      `select 'create policy ' || policyname || ' on ' || tablename || ' for ' || lower(cmd) || ' using (' || qual || ')' || coalesce(' with check (' || with_check || ')', '') || ';' as line
       from pg_policies where schemaname = 'public' and tablename = $1 order by 1`, [table]);
    const grants = await many(
      `select 'grant ' || string_agg(lower(privilege_type), ', ' order by privilege_type) || ' on ' || table_name || ' to tms_service;' as line
       from information_schema.role_table_grants where grantee = 'tms_service' and table_name = $1 group by table_name`, [table]);
    const columnGrants = await many(
      `select 'grant ' || lower(privilege_type) || ' (' || string_agg(column_name, ', ' order by column_name) || ') on ' || table_name || ' to tms_service;' as line
       from information_schema.role_column_grants c where grantee = 'tms_service' and table_name = $1 and not exists (
         select from information_schema.role_table_grants t where (t.grantee, t.table_name, t.privilege_type) = (c.grantee, c.table_name, c.privilege_type))
       group by table_name, privilege_type order by privilege_type`, [table]);
    parts.push(`create table ${table} (\n${[...columns, ...constraints].join(',\n')}\n);`, ...indexes, ...triggers, `alter table ${table} enable row level security, force row level security;`, ...policies, ...grants, ...columnGrants, '');
  }
  const functions = await many(
    `select pg_get_functiondef(p.oid) || ';' as line from pg_proc p
     where p.pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname`);
  return [...parts, ...functions.map((text) => text.replaceAll(/\s+$/gm, '')), ''].join('\n');
}
