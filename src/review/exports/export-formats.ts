import { stringify } from 'csv-stringify/sync';
import { rowsOf, type BegunExport } from './export-pages.js';

export const MEDIA = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

/**
 * RFC 4180, every line ended by CR LF. What a spreadsheet would take for a formula is kept from being one by an
 * apostrophe (OWASP, CSV injection); numbers stay numbers. Null is an empty field.
 */
export async function* asCsv(pages: AsyncIterable<string>, begun: BegunExport): AsyncGenerator<string> {
  const names = begun.columns.map(({ name }) => name);
  yield `${names.join(',')}\r\n`;
  for await (const lines of pages) {
    yield stringify(rowsOf(lines, begun).map((row) => names.map((name) => cell(row[name]))), { record_delimiter: 'windows', escape_formulas: true, cast: { boolean: String } });
  }
}

const cell = (value: unknown): unknown => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);

/** One JSON object a line, its members in the order of the columns: as the database wrote it, but for pseudonyms. */
export async function* asNdjson(pages: AsyncIterable<string>, begun: BegunExport): AsyncGenerator<string> {
  for await (const lines of pages) yield begun.pseudonyms ? rowsOf(lines, begun).map((row) => `${JSON.stringify(row)}\n`).join('') : lines;
}
