import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { MergeHold, MergeOutcome, MovedRows } from './merge.dto.js';

/** What two records hold before and after they become one, of what followers of a merge may add to. */
interface Standing {
  holds: (MergeHold & { id: string })[];
  voidedScreeningIds: string[];
}

export async function standingOf(reader: Reader, ...patientIds: string[]): Promise<Standing> {
  const { clinicId } = reader.actor;
  const holds = await reader.many<MergeHold & { id: string }>(sql`
    select h.id, h.course_id as "courseId", h.code, h.detail from holds h join courses c on c.clinic_id = h.clinic_id and c.id = h.course_id
    where h.clinic_id = ${clinicId} and c.patient_id = any(${patientIds}::uuid[]) and h.released_at is null order by h.course_id, h.code, h.detail`);
  const screenings = await reader.many<{ id: string }>(sql`
    select id from screenings where clinic_id = ${clinicId} and patient_id = any(${patientIds}::uuid[]) and voided_at is not null order by id`);
  return { holds, voidedScreeningIds: screenings.map(({ id }) => id) };
}

/** What came of a merge, by what stood before and stands after it, and how many rows went over from each table. */
export function outcomeOf(before: Standing, after: Standing, moved: Readonly<Record<string, number>>, dryRun: boolean): MergeOutcome {
  const known = new Set([...before.holds.map(({ id }) => id), ...before.voidedScreeningIds]);
  return {
    dryRun,
    moved: Object.entries(moved).map(([table, rows]): MovedRows => ({ what: table.replaceAll('_', '-'), rows })).sort((one, other) => one.what.localeCompare(other.what)),
    holds: after.holds.filter(({ id }) => !known.has(id)).map(({ courseId, code, detail }) => ({ courseId, code, detail })),
    voidedScreeningIds: after.voidedScreeningIds.filter((id) => !known.has(id)),
    conflicts: [],
  };
}
