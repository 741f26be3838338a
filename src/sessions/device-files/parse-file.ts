import { parse } from 'csv-parse/sync';
import { InvalidRequest, type Fault } from '../../platform/errors/refusal.js';

/** One session as a device wrote it. */
export interface DeviceRecord {
  device: string;
  patientMrn: string | null;
  startedAt: string;
  endedAt: string | null;
  intensityPercentRmt: number | null;
  outputPercentMso: number | null;
  trains: number;
  totalPulses: number;
  coil: string | null;
  /** Which block of the prescription, where the device writes a row for each. */
  prescribedBlock?: number;
}

const MOST_ROWS = 2000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const FIELDS = ['device', 'patientMrn', 'startedAt', 'endedAt', 'intensityPercentRmt', 'outputPercentMso', 'trains', 'totalPulses', 'coil', 'prescribedBlock'];

/** Reads a file: CSV with a header line, or a JSON array of objects, with the same names. @throws InvalidRequest with the line of each fault */
export function parseDeviceFile(format: 'csv' | 'json', content: string): DeviceRecord[] {
  const rows = rowsOf(format, content);
  if (rows.length === 0 || rows.length > MOST_ROWS) throw fault('', 'row-count', `must have 1 to ${MOST_ROWS} rows`);
  const faults: Fault[] = [];
  const records = rows.map((row, index) => recordOf(row, (field, message) => faults.push({ pointer: '/content', code: 'bad-row', message: `row ${index + 1}, ${field}: ${message}` })));
  if (faults.length > 0) throw new InvalidRequest(faults.slice(0, 50));
  return records;
}

function rowsOf(format: 'csv' | 'json', content: string): Record<string, unknown>[] {
  try {
    const rows: unknown = format === 'csv' ? parse(content, { columns: true, bom: true, trim: true, skip_empty_lines: true }) : JSON.parse(content);
    if (Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) return rows as Record<string, unknown>[];
  } catch {
    // What is wrong with it is said below, in words of our own.
  }
  throw fault('', 'unreadable', format === 'csv' ? 'is not CSV with a header line and equally long rows' : 'is not a JSON array of objects');
}

function recordOf(row: Record<string, unknown>, wrong: (field: string, message: string) => void): DeviceRecord {
  for (const name of Object.keys(row)) if (!FIELDS.includes(name)) wrong(name, 'is not a field of the form');
  const text = (field: string, needed = false): string | null => {
    const value = row[field] ?? '';
    const given = typeof value === 'string' && value.length <= 200 ? value.trim() : null;
    if (given === null || (needed && given === '')) wrong(field, 'must be text of 1 to 200 characters');
    return given === '' ? null : given;
  };
  const number = (field: string, maximum: number, whole: boolean): number | null => {
    const value = row[field] ?? '';
    if (value === '') return null;
    const given = Number(value);
    if (!Number.isFinite(given) || given < 0 || given > maximum || (whole && !Number.isInteger(given))) wrong(field, `must be ${whole ? 'a whole' : 'a'} number from 0 to ${maximum}`);
    return given;
  };
  const instant = (field: string): string | null => {
    const value = text(field);
    if (value === null) return null;
    const ms = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(ms)) wrong(field, 'must be an instant with an offset');
    return value;
  };
  const count = (field: string, maximum: number): number => {
    const given = number(field, maximum, true);
    if (given === null) wrong(field, 'is required');
    return given ?? 0;
  };
  const block = number('prescribedBlock', 5, true);
  const startedAt = instant('startedAt');
  if (startedAt === null) wrong('startedAt', 'is required');
  return {
    device: text('device', true) ?? '', patientMrn: text('patientMrn'), startedAt: startedAt ?? '', endedAt: instant('endedAt'),
    intensityPercentRmt: number('intensityPercentRmt', 200, false), outputPercentMso: number('outputPercentMso', 100, false),
    trains: count('trains', 10_000), totalPulses: count('totalPulses', 100_000), coil: text('coil'),
    ...(block !== null && { prescribedBlock: block }),
  };
}

const fault = (field: string, code: string, message: string): InvalidRequest => new InvalidRequest([{ pointer: `/content${field}`, code, message }]);
