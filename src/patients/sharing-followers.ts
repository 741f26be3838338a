import { Followers } from '../platform/database/followers.js';

/**
 * For a room that shows other clinics of the deployment something of a patient, and has to keep it to what the patient allows; told in
 * the transaction of the change: who the patient is, or what may be shared, is no longer what it was.
 */
export const { follow: followSharing, tell: tellSharing } = new Followers<[patientId: string]>();
