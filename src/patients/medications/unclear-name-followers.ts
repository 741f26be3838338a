import { Followers } from '../../platform/database/followers.js';

export interface UnclearName {
  readonly patientId: string;
  /** Of what is raised for it: settled when the name is corrected. */
  readonly key: string;
  readonly what: string;
}

/** A room that stands above this one treats a patient whose medicine may be another than its name says; told in the transaction of the entry, in words. */
export const { follow: followUnclearName, tell: tellUnclearName } = new Followers<[name: UnclearName]>();
