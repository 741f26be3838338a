export interface CourseFacts {
  readonly sessionsPlanned: number;
  /** Planned so far: sessions whose day has come. */
  readonly sessionsDueSoFar: number;
  readonly sessionsDelivered: number;
  readonly pulsesPrescribed: number;
  readonly pulsesDelivered: number;
}

export interface Adherence {
  /** Delivered of those due so far, percent; null before the first is due. */
  readonly sessionsOfDuePercent: number | null;
  /** Delivered of the whole course, percent. */
  readonly sessionsOfPlannedPercent: number | null;
  /** Pulses delivered of those prescribed for the delivered sessions, percent: below 100 where trains were cut. */
  readonly pulsesPercent: number | null;
}

/** How much of what was planned was given. Percentages are unrounded and may pass 100 where sessions were added. */
export function adherence(facts: CourseFacts): Adherence {
  return {
    sessionsOfDuePercent: percentOf(facts.sessionsDelivered, facts.sessionsDueSoFar),
    sessionsOfPlannedPercent: percentOf(facts.sessionsDelivered, facts.sessionsPlanned),
    pulsesPercent: percentOf(facts.pulsesDelivered, facts.pulsesPrescribed),
  };
}

const percentOf = (part: number, whole: number): number | null => (whole > 0 ? (part * 100) / whole : null);
