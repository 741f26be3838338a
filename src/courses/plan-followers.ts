import { Followers } from '../platform/database/followers.js';

/** For a room that has booked by the plan as it was; told in the transaction in which the other parts of a course's plan change. */
export const { follow: followPlan, tell: tellPlan } = new Followers<[courseId: string]>();
