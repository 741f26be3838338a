import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

const { resolve } = createRequire(import.meta.url);
const font = (name: string): string => resolve(`pdfmake/fonts/Roboto/${name}.ttf`);
pdfmake.addFonts({ Roboto: { normal: font('Roboto-Regular'), bold: font('Roboto-Medium'), italics: font('Roboto-Italic'), bolditalics: font('Roboto-MediumItalic') } });
// Nothing is fetched or read for a document but its own fonts; its pictures are in it.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.endsWith('.ttf'));

/** The bytes of a PDF: A4, fonts embedded, text that can be selected. */
export function toPdf(definition: TDocumentDefinitions): Promise<Buffer> {
  return pdfmake.createPdf({ pageSize: 'A4', pageMargins: [48, 84, 48, 56], ...definition, defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15, ...definition.defaultStyle } }).getBuffer();
}
