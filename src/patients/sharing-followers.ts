import type { Work } from '../platform/database/work.js';

/** Told in the transaction of the change: who the patient is, or what may be shared, is no longer what it was. */
export type SharingFollower = (work: Work, patientId: string) => Promise<void>;

const followers = new Set<SharingFollower>();

/** A room that shows other clinics of the deployment something of a patient has to keep it to what the patient allows. Called once, when the room is loaded. */
export function followSharing(follower: SharingFollower): void {
  followers.add(follower);
}

export async function tellSharing(work: Work, patientId: string): Promise<void> {
  for (const follower of followers) await follower(work, patientId);
}
