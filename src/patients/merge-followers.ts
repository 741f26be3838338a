import type { Work } from '../platform/database/work.js';

export interface Merged {
  goneId: string;
  /** Who has everything now. */
  patientId: string;
}

/** Told in the transaction in which two records have become one; a throw takes the merge back. */
export type MergeFollower = (work: Work, merged: Merged) => Promise<void>;

const followers = new Set<MergeFollower>();

/** For a room that names patients where no foreign key does, or whose rules are of the person. Called once, when the room is loaded. */
export function followMerge(follower: MergeFollower): void {
  followers.add(follower);
}

export async function tellMerge(work: Work, merged: Merged): Promise<void> {
  for (const follower of followers) await follower(work, merged);
}
