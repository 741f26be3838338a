import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { spokenTime } from '../../clinics/read.js';
import { toPdf } from '../../platform/pdf/pdf.js';
import type { EventReport } from './event-report.dto.js';

/** The report of one event on paper, for the chart, the maker of the device or an authority. */
export function eventPdf(report: EventReport, printedAt: string): Promise<Buffer> {
  return toPdf(documentOf(report, printedAt));
}

function documentOf(report: EventReport, printedAt: string): TDocumentDefinitions {
  const { event, timeZone } = report;
  const at = (instant: string): string => {
    const { date, time } = spokenTime(instant, timeZone, 'en');
    return `${date}, ${time} (${timeZone})`;
  };
  const medications = report.medications.map(({ name, dose, frequency }) => [name, `${dose}, ${frequency}`] as const);
  return {
    info: { title: `Adverse event ${event.id}` },
    styles: { title: { fontSize: 15, bold: true, margin: [0, 0, 0, 2] }, part: { fontSize: 11, bold: true, margin: [0, 10, 0, 3] } },
    header: () => ({ margin: [48, 28, 48, 0], stack: [{ columns: [{ text: report.clinic, bold: true, fontSize: 12 }, { text: 'Adverse event report', alignment: 'right' }] }, { text: `MRN ${report.mrn} · born ${report.birthDate} · event ${event.id}`, fontSize: 9, margin: [0, 3, 0, 4] }, { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 499, y2: 0, lineWidth: 0.6 }] }] }),
    footer: (page, pages) => ({ margin: [48, 8, 48, 0], fontSize: 8, columns: [{ width: '*', text: `Printed ${at(printedAt)}` }, { width: 'auto', text: `page ${page} of ${pages}` }] }),
    content: [
      { text: `Adverse event: ${event.category.replaceAll('-', ' ')}`, style: 'title' },
      ...part('What happened', [
        ['Occurred', at(event.occurredAt)], ['Recorded', at(event.recordedAt)], ['Grade', String(event.grade)], ['Serious', event.serious ? 'yes' : 'no'], ['Causality', words(event.causality)],
        ['Expectedness', words(event.expectedness)], ['Action', words(event.action)], ['Outcome', words(event.outcome)], ['Description', event.description], ...pairs(event.circumstances ?? null),
      ]),
      ...part('Patient and session', [
        ['Record number', report.mrn], ['Born', report.birthDate], ['Protocol', report.protocol], ['Device', report.device], ['Session of the course', report.sequence ?? 'not a treatment'], ['Started', report.startedAt ? at(report.startedAt) : 'not started'],
      ]),
      ...part('Dose as prescribed', pairs(report.prescribed)),
      ...part('Dose as given', pairs(report.delivered)),
      ...part('Check of that day', pairs(report.check)),
      ...part('Medications of that day', medications),
    ],
  };
}

function part(title: string, rows: readonly (readonly [name: string, value: string])[]): Content[] {
  if (rows.length === 0) return [{ text: title, style: 'part' }, { text: 'Nothing on record.' }];
  return [{ text: title, style: 'part' }, { layout: 'lightHorizontalLines', table: { widths: [170, '*'], body: rows.map(([name, value]) => [name, value]) } }];
}

/** Names and values of a record as it is kept; of lists, the blocks alone. */
function pairs(record: object | null): [string, string][] {
  return Object.entries(record ?? {}).flatMap(([name, value]: [string, unknown]) => (name === 'blocks' && Array.isArray(value) ? (value as object[]).flatMap((block, index) => pairs(block).map(([of, text]): [string, string] => [`block ${index + 1}: ${of}`, text])) : value === null || typeof value === 'object' ? [] : [[words(name), said(value)] as [string, string]]));
}

const words = (name: string): string => name.replaceAll('-', ' ').replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
const said = (value: unknown): string => (value === true ? 'yes' : value === false ? 'no' : String(value));
