import { phasesInForce, type CourseFacts, type Phase } from '../courses/read.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { Neighbour } from '../scheduling/read.js';
import { kindIn, kindOf, type GivenKind } from './patients-day.js';
import { phaseOf } from './phases.js';
import { STANDS, TAKES_THE_DAY } from './standing.js';

/** What a patient has booked, had or is having besides what is to be placed. Times that are only kept are no sessions yet: two may be kept to choose from. */
export interface OtherTreatments {
  /** Of the course's kind, by date of the clinic's calendar: a current and pulses on one day are one of each. */
  perDate: Record<string, number>;
  /** In any course, each with the gap that its own phase keeps. */
  neighbours: Neighbour[];
}

export const NO_OTHERS: OtherTreatments = { perDate: {}, neighbours: [] };

interface Row {
  id: string;
  date: string;
  startMs: number;
  endMs: number;
  kind: GivenKind;
  /** Null of a mapping, which keeps no gap of its own. */
  sequence: number | null;
  takesTheDay: boolean;
  /** Of a session of another course. */
  elsewhere: { modality: string; blocks: { modality: string }[] | null; phases: Phase[] } | null;
}

/**
 * The other treatments of a course's patient, without those that are being moved. They end as rule S16 has it: as recorded,
 * else as booked. A mapping is among them once something was given in it, as it is at a start.
 * Call with the patient's lock held where a booking rests on it.
 */
export async function otherTreatments(reader: Reader, course: Pick<CourseFacts, 'id' | 'patientId' | 'modality' | 'phases' | 'limits'>, ...moving: string[]): Promise<OtherTreatments> {
  const { clinicId } = reader.actor;
  const rows = await reader.many<Row>(sql`
    select o.id, (o.starts_at at time zone c.time_zone)::date as date, extract(epoch from o.began_at)::float8 * 1000 as "startMs", extract(epoch from o.ended_at)::float8 * 1000 as "endMs",
      ${kindIn(sql`k.modality`)} as kind, o.sequence, o.takes_the_day as "takesTheDay",
      case when k.id <> ${course.id} then (
        select jsonb_build_object('modality', k.modality, 'blocks', v.blocks, 'phases', v.phases) from protocol_versions v
        where v.clinic_id = k.clinic_id and v.protocol_id = k.protocol_id and v.version = k.protocol_version) end as elsewhere
    from (
      select id, course_id, starts_at, coalesce(started_at, starts_at) as began_at, sequence, kind = 'treatment' and ${TAKES_THE_DAY} as takes_the_day,
        case when status in ('completed', 'signed', 'aborted') then coalesce(ended_at, ends_at) when status = 'in-progress' then greatest(ends_at, ${reader.now}::timestamptz) else ends_at end as ended_at
      from sessions
      where clinic_id = ${clinicId} and patient_id = ${course.patientId} and starts_at > ${reader.now}::timestamptz - interval '2 days'
        and ${STANDS} and (kind = 'treatment' or status in ('completed', 'signed', 'aborted') and something_given(delivered))
        and not id = any(${moving}::uuid[])) o
    join courses k on k.clinic_id = ${clinicId} and k.id = o.course_id
    join clinics c on c.id = ${clinicId}`);
  const others: OtherTreatments = { perDate: {}, neighbours: [] };
  for (const row of rows) {
    const { id, date, startMs, endMs, kind, takesTheDay } = row;
    others.neighbours.push({ id, startMs, endMs, countedAs: kind, minimumGapMinutes: gapOf(course, row) });
    if (takesTheDay && kind === kindOf(course.modality)) others.perDate[date] = (others.perDate[date] ?? 0) + 1;
  }
  return others;
}

function gapOf({ phases: own, limits }: Pick<CourseFacts, 'phases' | 'limits'>, { elsewhere, sequence }: Row): number {
  const phases = elsewhere ? phasesInForce({ ...elsewhere, blocks: elsewhere.blocks ?? [] }, elsewhere.phases, limits) : own;
  return sequence === null ? 0 : (phaseOf(phases, sequence)?.minimumGapMinutes ?? 0);
}
