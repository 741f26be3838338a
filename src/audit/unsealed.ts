/** Of each clinic whose trail this process has added to since it was sealed last: the lowest id among what was added. */
const lowest = new Map<string, string>();

export function noteUnsealed(clinicId: string, entryId: string): void {
  const noted = lowest.get(clinicId);
  if (noted === undefined || entryId < noted) lowest.set(clinicId, entryId);
}

export const clinicsToSeal = (): string[] => [...lowest.keys()];

/** The lowest id that was noted for the clinic; from here on it is noted anew. */
export function takeUnsealed(clinicId: string): string | undefined {
  const noted = lowest.get(clinicId);
  lowest.delete(clinicId);
  return noted;
}
