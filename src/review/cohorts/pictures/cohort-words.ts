/** What a group is called in a picture: its values, `everybody` where nothing divides. */
export const groupName = (key: object): string => Object.values(key).map((value) => String(value).replaceAll('-', ' ')).join(', ') || 'everybody';

/** Said wherever groups were left out. */
export function hiddenWords(hidden: number): string {
  if (hidden === 0) return '';
  return `${hidden} ${hidden === 1 ? 'group is' : 'groups are'} not shown: fewer than five, or a group of fewer than five could be told from ${hidden === 1 ? 'it' : 'them'}`;
}

export const shortNumber = (value: number): string => String(Math.round(value * 10) / 10);

const LINE_LETTERS = 72;

/** Sentences in lines that a picture has room for. */
export function wrapped(texts: readonly string[]): string[] {
  return texts.filter(Boolean).flatMap((text) => text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last === undefined || last.length + word.length >= LINE_LETTERS ? [...lines, word] : [...lines.slice(0, -1), `${last} ${word}`];
  }, []));
}
