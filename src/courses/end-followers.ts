import type { Work } from '../platform/database/work.js';

export interface CourseEnd {
  courseId: string;
  how: 'completed' | 'discontinued';
}

/** Told in the transaction in which a course ends. */
export type EndFollower = (work: Work, end: CourseEnd) => Promise<void>;

const followers = new Set<EndFollower>();

/** For a room that holds what an ended course has no more use for. Called once, when the room is loaded. */
export function followEnd(follower: EndFollower): void {
  followers.add(follower);
}

export async function tellEnd(work: Work, end: CourseEnd): Promise<void> {
  for (const follower of followers) await follower(work, end);
}
