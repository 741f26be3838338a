import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import type { PictureFacts } from './course-picture.js';

/** What a picture of a course shows beside its review. */
export function pictureFacts(reader: Reader, courseId: string): Promise<PictureFacts> {
  const { clinicId } = reader.actor;
  return reader.one<PictureFacts>(sql`
    select c.time_zone as "timeZone",
      coalesce((select jsonb_agg(jsonb_build_object('sequence', s.sequence, 'at', iso(coalesce(s.started_at, s.starts_at))) order by s.starts_at)
        from sessions s where s.clinic_id = ${clinicId} and s.course_id = ${courseId} and s.kind = 'treatment' and s.status in ('completed', 'signed')), '[]') as sessions
    from clinics c where c.id = ${clinicId}`);
}
