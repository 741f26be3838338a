import type { Work } from '../../platform/database/work.js';

/** Told in the transaction of the change, in words; a throw takes the change back. */
export type RaisedRiskFollower = (work: Work, patientId: string, what: string) => Promise<void>;

const followers = new Set<RaisedRiskFollower>();

/** A room that stands above this one has to act when a medicine raises the risk of a seizure. Called once, when the room is loaded. */
export function followRaisedRisk(follower: RaisedRiskFollower): void {
  followers.add(follower);
}

export async function tellRaisedRisk(work: Work, patientId: string, what: string | null): Promise<void> {
  if (what === null) return;
  for (const follower of followers) await follower(work, patientId, what);
}
