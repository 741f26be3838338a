/** Clinics whose trail this process has added to since it was sealed last. */
const clinics = new Set<string>();

export function noteUnsealed(clinicId: string): void {
  clinics.add(clinicId);
}

export function takeClinicsToSeal(): string[] {
  const taken = [...clinics];
  clinics.clear();
  return taken;
}
