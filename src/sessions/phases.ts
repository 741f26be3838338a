/** The phase that the n-th treatment of a course belongs to; the last one for whatever comes after it. */
export function phaseOf<P extends { sessions: number }>(phases: readonly P[], sequence: number): P | undefined {
  let upTo = 0;
  for (const phase of phases) {
    upTo += phase.sessions;
    if (sequence <= upTo) return phase;
  }
  return phases.at(-1);
}
