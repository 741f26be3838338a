/** So many sessions that a payer has approved and that are left, between two dates, both counted. */
export interface Grant {
  readonly from: string;
  readonly to: string;
  readonly sessionsLeft: number;
}

/** Whether each of some treatments, in order of time, finds an approval on its date: those that end first are used first, as delivery does. */
export function coveredDates(grants: readonly Grant[], dates: readonly string[]): boolean[] {
  const open = grants.map((grant) => ({ ...grant })).sort((one, other) => one.to.localeCompare(other.to));
  return dates.map((date) => {
    const used = open.find(({ from, to, sessionsLeft }) => sessionsLeft > 0 && from <= date && date <= to);
    if (used) used.sessionsLeft -= 1;
    return used !== undefined;
  });
}
