import type { CourseEnd } from '../courses/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { giveUpSession } from './booking.service.js';

/** Nothing more is given in a course that has ended: what is still booked is cancelled, and its time is free for others. */
export async function freeBookings(work: Work, { courseId, how }: CourseEnd): Promise<void> {
  const booked = await work.many<{ id: string }>(sql`
    select id from sessions
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and status in ('scheduled', 'checked-in', 'held') and ends_at > ${work.now}
    order by id for update`);
  for (const { id } of booked) await giveUpSession(work, id, 'cancelled', `The course was ${how}.`, 'clinical');
}
