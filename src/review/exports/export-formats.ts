import { stringify } from 'csv-stringify/sync';
import type { ExportRow } from './export-pages.js';
import type { ExportColumn } from './export-tables.js';

export const MEDIA = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

/**
 * RFC 4180, every line ended by CR LF. What a spreadsheet would take for a formula is kept from being one by an
 * apostrophe (OWASP, CSV injection); numbers stay numbers. Null is an empty field.
 */
export async function* asCsv(pages: AsyncIterable<ExportRow[]>, columns: readonly ExportColumn[]): AsyncGenerator<string> {
  const names = columns.map(({ name }) => name);
  yield `${names.join(',')}\r\n`;
  for await (const rows of pages) {
    yield stringify(rows.map((row) => names.map((name) => cell(row[name]))), { record_delimiter: 'windows', escape_formulas: true, cast: { boolean: String } });
  }
}

const cell = (value: unknown): unknown => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);

/** One JSON object a line, its members in the order of the columns. */
export async function* asNdjson(pages: AsyncIterable<ExportRow[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
