import { Flag, NestedList, OneOf, Text, Texts, Uuid } from '../../platform/http/fields.js';
import { FlagFromText } from '../../platform/http/paging.js';
import { TABLE_NAMES } from './export-tables.js';

export class ExportQuery {
  @FlagFromText()
  @Flag({ optional: true, description: 'Without the eighteen identifiers of HIPAA’s safe harbour (45 CFR 164.514(b)(2)): no names, contacts, free text or days; ids are pseudonyms.' })
  deidentified?: boolean;

  @Uuid({ optional: true, description: 'Goes on after the row with this `id`: the last one that arrived, of the same variant.' })
  cursor?: string;
}

export class ExportColumnView {
  @Text() name: string;
  @OneOf(['id', 'text', 'integer', 'decimal', 'boolean', 'date', 'instant', 'json']) type: string;
  @Text({ maximum: 400 }) means: string;
  @Text({ nullable: true }) unit: string | null;
  @Texts({ nullable: true, description: 'Every value that it may have; null where there is no list.' }) codes: string[] | null;
  @Flag({ description: 'In the export as it is.' }) identified: boolean;
  @Flag({ description: 'In the de-identified export.' }) deidentified: boolean;
}

export class ExportTableView {
  @OneOf(TABLE_NAMES) table: string;
  @Text({ maximum: 400 }) means: string;
  @NestedList(() => ExportColumnView) columns: ExportColumnView[];
}

export class ExportSchema {
  @Text({ maximum: 600, description: 'How it is written.' }) encoding: string;
  @NestedList(() => ExportTableView) tables: ExportTableView[];
}
