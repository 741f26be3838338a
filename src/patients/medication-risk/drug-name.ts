/**
 * A drug's name as words that compare across spellings: accents and case ignored, `ph` as `f` and `y` as `i`
 * (amphetamine, amfetamine; cyclosporin, ciclosporin), without the last `e` (English amitriptyline, German Amitriptylin).
 */
export function nameWords(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('ph', 'f').replaceAll('y', 'i').replace(/e$/, ''));
}

/** Whether the words stand in the text side by side, as whole words. */
export function containsWords(text: readonly string[], words: readonly string[]): boolean {
  return text.some((_, start) => words.every((word, offset) => text[start + offset] === word));
}
