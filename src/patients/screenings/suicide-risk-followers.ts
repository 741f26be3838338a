import type { Work } from '../../platform/database/work.js';

/** Told in the transaction of the answer, in words; a throw takes the answer back. */
export type SuicideRiskFollower = (work: Work, patientId: string, what: string) => Promise<void>;

const followers = new Set<SuicideRiskFollower>();

/** A room that stands above this one has to act when a screening tells of a present risk of suicide. Called once, when the room is loaded. */
export function followSuicideRisk(follower: SuicideRiskFollower): void {
  followers.add(follower);
}

export async function tellSuicideRisk(work: Work, patientId: string, what: string): Promise<void> {
  for (const follower of followers) await follower(work, patientId, what);
}
