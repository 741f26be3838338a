import { onlyOpenRecords, record } from '../../audit/index.js';
import type { Asker, Database } from '../../platform/database/database.js';
import { join, raw, sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { columnsOf, EXPORT_TABLES, type ExportColumn, type TableName } from './export-tables.js';
import { Pseudonyms } from './pseudonyms.js';

export interface ExportRequest {
  table: TableName;
  format: 'csv' | 'ndjson';
  deidentified: boolean;
  /** The `id` of the last row that arrived; the export goes on after it. */
  after: string | undefined;
}

export type ExportRow = Readonly<Record<string, unknown>>;

/** As many as are in memory at once: few, so that they are gone before the collector takes them for something that stays. */
const ROWS_AT_ONCE = 100;

/** An export that was begun: audited, with its end fixed, so that it does not chase what is written meanwhile. */
export interface BegunExport extends ExportRequest {
  columns: readonly ExportColumn[];
  pseudonyms: Pseudonyms | null;
  lastId: string | null;
}

/** Leaves the entry in the trail before the first row is read. */
export async function beginExport(work: Work, request: ExportRequest): Promise<BegunExport> {
  const { table, format, deidentified, after } = request;
  const { key, lastId } = await work.one<{ key: string; lastId: string | null }>(sql`
    select pseudonym_key as key, (select t.id from ${raw(table)} t where t.clinic_id = ${work.actor.clinicId} order by t.id desc limit 1) as "lastId"
    from clinics where id = ${work.actor.clinicId}`);
  const pseudonyms = deidentified ? new Pseudonyms(key) : null;
  record(work, { action: 'export.made', subject: { type: 'export' }, after: { table, format, deidentified, after: after ?? null } });
  return { ...request, after: after !== undefined && pseudonyms ? pseudonyms.idOf(after) : after, columns: columnsOf(table, deidentified), pseudonyms, lastId };
}

/**
 * The rows as lines of JSON, some at a time and each time in a transaction of its own: whoever reads slowly holds neither
 * memory nor a connection nor a snapshot. In the order of ids, so that an export that broke off goes on where it stood.
 */
export async function* exportedLines(database: Database, asker: Asker, begun: BegunExport): AsyncGenerator<string> {
  for (let after = begun.after; begun.lastId !== null; ) {
    const { lines, rows, lastId } = await database.read({ ...asker, idempotency: undefined }, (reader) => page(reader, begun, after));
    if (lines !== null) yield lines;
    if (lastId === null || rows < ROWS_AT_ONCE) return;
    after = lastId;
  }
}

interface Page {
  /** Each row as JSON, in the order of the columns, and a line feed. */
  lines: string | null;
  rows: number;
  lastId: string | null;
}

/** One text made by the database, instead of some thousand values that live for a moment here. */
async function page(reader: Reader, { table, columns, lastId }: BegunExport, after: string | undefined): Promise<Page> {
  const values = join(columns.map(({ name, value }) => sql`${value} as ${raw(`"${name}"`)}`));
  return reader.one<Page>(sql`
    with moment as (select ${reader.now}::timestamptz as at)
    select string_agg(row_to_json(line)::text || E'\\n', '' order by line.id) as lines, count(*)::int as rows, max(line.id::text collate "C") as "lastId"
    from (
      select ${values} from ${EXPORT_TABLES[table].from}
      where t.clinic_id = ${reader.actor.clinicId} and t.id > coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000') and t.id <= ${lastId}::uuid
        ${await onlyOpenRecords(reader, table === 'patients' ? sql`t.id` : sql`t.patient_id`)}
      order by t.id limit ${ROWS_AT_ONCE}) as line`);
}

/** The lines of a page as rows of the variant. */
export const rowsOf = (lines: string, begun: BegunExport): ExportRow[] => lines.trimEnd().split('\n').map((line) => written(JSON.parse(line) as ExportRow, begun));

function written(row: ExportRow, { columns, pseudonyms }: BegunExport): ExportRow {
  if (!pseudonyms) return row;
  return Object.fromEntries(columns.map(({ name, type }) => [name, type === 'id' && typeof row[name] === 'string' ? pseudonyms.of(row[name]) : row[name]]));
}
