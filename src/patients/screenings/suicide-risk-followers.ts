import { Followers } from '../../platform/database/followers.js';

/** A room that stands above this one has to act when a screening tells of a present risk of suicide; told in the transaction of the answer, in words. */
export const { follow: followSuicideRisk, tell: tellSuicideRisk } = new Followers<[patientId: string, what: string]>();
