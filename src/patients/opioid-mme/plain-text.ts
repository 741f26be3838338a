/** Lower case, one space between words, no accents, number words as digits, Greek mu and its sign as `u`. */
export function plainText(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[µμ]/g, 'u')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[‐-―]/g, '-')
    .replace(/×/g, 'x')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.replace(/\b(one|two|three|four|five|six|eight|twelve)\b/g, (word) => NUMBERS.get(word) ?? word);
}

const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['one', '1'],
  ['two', '2'],
  ['three', '3'],
  ['four', '4'],
  ['five', '5'],
  ['six', '6'],
  ['eight', '8'],
  ['twelve', '12'],
]);

/** `2.5`, and `2,5` as Germans write it; three digits after a comma could mean thousands and are not matched. */
export const NUMBER = String.raw`\d+(?:[.]\d+|,\d{1,2}(?!\d))?`;

export const numberOf = (text: string): number => Number(text.replace(',', '.'));
