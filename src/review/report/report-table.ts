import type { Content } from 'pdfmake/interfaces.js';

/** Rows under a head, or a sentence where there are none; the last column takes what room is left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], nothing: string): Content {
  if (rows.length === 0) return { text: nothing };
  return { layout: 'lightHorizontalLines', fontSize: 8.5, table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: head.map((_, index) => (index === head.length - 1 ? '*' : 'auto')), body: [head.map((text) => ({ text, bold: true })), ...rows.map((row) => [...row])] } };
}
