/** Of each clinic: the entries that this process has left in its trail and not sealed yet. */
const entries = new Map<string, Set<string>>();

export function noteUnsealed(clinicId: string, entryIds: readonly string[]): void {
  const noted = entries.get(clinicId) ?? new Set();
  for (const id of entryIds) noted.add(id);
  if (noted.size > 0) entries.set(clinicId, noted);
}

export const clinicsToSeal = (): string[] => [...entries.keys()];

/** What was noted for the clinic, in the order of time; from here on it is noted anew. */
export function takeUnsealed(clinicId: string): string[] {
  const noted = entries.get(clinicId) ?? [];
  entries.delete(clinicId);
  return [...noted].sort();
}
