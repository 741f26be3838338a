import type { Work } from '../../platform/database/work.js';

export interface UnclearName {
  readonly patientId: string;
  /** Of what is raised for it: settled when the name is corrected. */
  readonly key: string;
  readonly what: string;
}

/** Told in the transaction of the entry, in words; a throw takes the entry back. */
export type UnclearNameFollower = (work: Work, name: UnclearName) => Promise<void>;

const followers = new Set<UnclearNameFollower>();

/** A room that stands above this one treats a patient whose medicine may be another than its name says. Called once, when the room is loaded. */
export function followUnclearName(follower: UnclearNameFollower): void {
  followers.add(follower);
}

export async function tellUnclearName(work: Work, name: UnclearName): Promise<void> {
  for (const follower of followers) await follower(work, name);
}
