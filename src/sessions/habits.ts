import { latestThreshold, type CourseFacts } from '../courses/read.js';
import { sql } from '../platform/database/sql.js';
import { together } from '../platform/database/together.js';
import type { Reader } from '../platform/database/work.js';
import type { Preference } from '../scheduling/read.js';

/** What a course is used to, and the device that its motor threshold belongs to, where it has one. */
export interface Habits extends Preference {
  thresholdDeviceId: string | undefined;
}

/** So many of its last sessions tell what a course is used to. */
const LATEST_SESSIONS = 20;

/**
 * What a course is used to: the device that its motor threshold belongs to (else the one it was given on most), the
 * operator and the time of day of most of its sessions, booked or had.
 */
export async function habitsOf(reader: Reader, course: CourseFacts): Promise<Habits> {
  const [usual, threshold] = await together(reader.one<{ deviceId: string | null; operatorId: string | null; time: string | null }>(sql`
    select mode() within group (order by device_id) as "deviceId", mode() within group (order by operator_id) as "operatorId", mode() within group (order by time) as time
    from (select s.device_id, s.operator_id, to_char(s.starts_at at time zone c.time_zone, 'HH24:MI') as time
      from sessions s join clinics c on c.id = s.clinic_id
      where s.clinic_id = ${reader.actor.clinicId} and s.course_id = ${course.id} and s.kind = 'treatment' and s.status not in ('cancelled', 'no-show')
      order by s.starts_at desc, s.id limit ${LATEST_SESSIONS}) latest`), latestThreshold(reader, course.id, course.hemisphere));
  return { times: usual.time === null ? [] : [usual.time], operatorId: usual.operatorId ?? undefined, deviceId: threshold?.deviceId ?? usual.deviceId ?? undefined, thresholdDeviceId: threshold?.deviceId ?? undefined };
}

/** What booking tries first. */
export const preferring = ({ deviceId, operatorId }: Preference): { preferredDeviceId?: string; preferredOperatorId?: string } => ({ preferredDeviceId: deviceId, preferredOperatorId: operatorId });
