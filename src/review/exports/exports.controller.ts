import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { asCsv, asNdjson, MEDIA } from './export-formats.js';
import { beginExport, exportedLines, type ExportRequest } from './export-pages.js';
import { EXPORT_TABLES, TABLE_NAMES, type TableName } from './export-tables.js';
import { ExportQuery, ExportSchema } from './export.dto.js';

const description = 'Streamed in the order of ids; `/v1/exports/schema` says what each column means. Go on with `cursor` after a break.';
const csv = (what: string): MethodDecorator => Endpoint({ permission: 'exports.read', summary: `${what}, as CSV`, description, media: 'text/csv' });
const ndjson = (what: string): MethodDecorator => Endpoint({ permission: 'exports.read', summary: `${what}, one JSON object a line`, description, media: 'application/x-ndjson' });

@ApiTags('Exports')
@Controller('v1/exports')
export class ExportsController {
  constructor(private readonly database: Database) {}

  @Get('schema')
  @Endpoint({ permission: 'exports.read', summary: 'What stands in each export: columns, types, codes, units', answer: ExportSchema })
  schema(): ExportSchema {
    const tables = TABLE_NAMES.map((table) => ({
      table,
      means: EXPORT_TABLES[table].means,
      columns: EXPORT_TABLES[table].columns.map(({ name, type, means, unit = null, codes, harmless = false, instead = false }) => ({ name, type, means, unit, codes: codes ? [...codes] : null, identified: !instead, deidentified: harmless })),
    }));
    return { encoding: 'UTF-8. CSV by RFC 4180 with a header, null as an empty field, a text that a spreadsheet would take for a formula behind an apostrophe; NDJSON with null where there is nothing.', tables };
  }

  @Get('patients.csv')
  @csv('Patients')
  patientsCsv(@Asker() asker: RequestAsker, @Query() query: ExportQuery): Promise<StreamableFile> {
    return this.#export(asker, 'patients', 'csv', query);
  }

  @Get('patients.ndjson')
  @ndjson('Patients')
  patientsNdjson(@Asker() asker: RequestAsker, @Query() query: ExportQuery): Promise<StreamableFile> {
    return this.#export(asker, 'patients', 'ndjson', query);
  }

  @Get('sessions.csv')
  @csv('Sessions')
  sessionsCsv(@Asker() asker: RequestAsker, @Query() query: ExportQuery): Promise<StreamableFile> {
    return this.#export(asker, 'sessions', 'csv', query);
  }

  @Get('sessions.ndjson')
  @ndjson('Sessions')
  sessionsNdjson(@Asker() asker: RequestAsker, @Query() query: ExportQuery): Promise<StreamableFile> {
    return this.#export(asker, 'sessions', 'ndjson', query);
  }

  @Get('assessments.csv')
  @csv('Assessments')
  assessmentsCsv(@Asker() asker: RequestAsker, @Query() query: ExportQuery): Promise<StreamableFile> {
    return this.#export(asker, 'assessments', 'csv', query);
  }

  @Get('assessments.ndjson')
  @ndjson('Assessments')
  assessmentsNdjson(@Asker() asker: RequestAsker, @Query() query: ExportQuery): Promise<StreamableFile> {
    return this.#export(asker, 'assessments', 'ndjson', query);
  }

  async #export(asker: RequestAsker, table: TableName, format: ExportRequest['format'], { deidentified = false, cursor }: ExportQuery): Promise<StreamableFile> {
    const begun = await this.database.work(asker, (work) => beginExport(work, { table, format, deidentified, after: cursor }));
    const pages = exportedLines(this.database, asker, begun);
    const text = format === 'csv' ? asCsv(pages, begun) : asNdjson(pages, begun);
    const name = `${table}${deidentified ? '-deidentified' : ''}.${format}`;
    // A text a chunk: written to the socket and gone, where each turned into bytes here would lie until the collector came by.
    return new StreamableFile(Readable.from(text), { type: MEDIA[format], disposition: `attachment; filename="${name}"` });
  }
}
