import { Followers } from '../../platform/database/followers.js';
import type { Work } from '../../platform/database/work.js';

const followers = new Followers<[patientId: string, what: string]>();

/** A room that stands above this one has to act when a medicine raises the risk of a seizure; told in the transaction of the change, in words. */
export const followRaisedRisk = followers.follow;

/** @param what null where nothing is raised: nobody is told */
export async function tellRaisedRisk(work: Work, patientId: string, what: string | null): Promise<void> {
  if (what !== null) await followers.tell(work, patientId, what);
}
