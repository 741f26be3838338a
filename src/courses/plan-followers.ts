import type { Work } from '../platform/database/work.js';

/** Told in the transaction in which the other parts of a course's plan change. */
export type PlanFollower = (work: Work, courseId: string) => Promise<void>;

const followers = new Set<PlanFollower>();

/** For a room that has booked by the plan as it was. Called once, when the room is loaded. */
export function followPlan(follower: PlanFollower): void {
  followers.add(follower);
}

export async function tellPlan(work: Work, courseId: string): Promise<void> {
  for (const follower of followers) await follower(work, courseId);
}
