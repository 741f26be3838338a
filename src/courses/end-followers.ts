import { Followers } from '../platform/database/followers.js';

export interface CourseEnd {
  courseId: string;
  how: 'completed' | 'discontinued';
}

/** For a room that holds what an ended course has no more use for; told in the transaction in which it ends. */
export const { follow: followEnd, tell: tellEnd } = new Followers<[end: CourseEnd]>();
