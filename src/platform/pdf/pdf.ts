import { createRequire } from 'node:module';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

const { resolve } = createRequire(import.meta.url);
const font = (name: string): string => resolve(`pdfmake/fonts/Roboto/${name}.ttf`);

/** The library is loaded with the first document: it is large, and most processes start without ever printing. */
const library = once(async () => {
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.addFonts({ Roboto: { normal: font('Roboto-Regular'), bold: font('Roboto-Medium'), italics: font('Roboto-Italic'), bolditalics: font('Roboto-MediumItalic') } });
  // Nothing is fetched or read for a document but its own fonts; its pictures are in it.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.endsWith('.ttf'));
  return pdfmake;
});

/** The bytes of a PDF: A4, fonts embedded, text that can be selected. */
export async function toPdf(definition: TDocumentDefinitions): Promise<Buffer> {
  const pdfmake = await library();
  return pdfmake.createPdf({ pageSize: 'A4', pageMargins: [48, 84, 48, 56], ...definition, defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15, ...definition.defaultStyle } }).getBuffer();
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
