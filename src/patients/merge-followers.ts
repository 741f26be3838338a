import { Followers } from '../platform/database/followers.js';

export interface Merged {
  goneId: string;
  /** Who has everything now. */
  patientId: string;
}

/** For a room that names patients where no foreign key does, or whose rules are of the person; told in the transaction in which two records have become one. */
export const { follow: followMerge, tell: tellMerge } = new Followers<[merged: Merged]>();
