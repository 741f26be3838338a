import { phasesInForce, type CourseFacts, type Phase } from '../courses/read.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { Neighbour } from '../scheduling/read.js';
import { kindIn, kindOf, type GivenKind } from './patients-day.js';
import { phaseOf } from './phases.js';
import { STANDS, TAKES_THE_DAY } from './standing.js';

/** What a patient has booked, had or is having besides what is to be placed. Times that are only kept are no sessions yet: two may be kept to choose from. */
export interface OtherTreatments {
  /** Of the course's kind, by date of the clinic's calendar: a current and pulses on one day are one of each. */
  perDate: Record<string, number>;
  /** The same one by one. */
  counted: { id: string; date: string; startMs: number }[];
  /** In any course, each with the gap that its own phase keeps. */
  neighbours: Neighbour[];
}

export const NO_OTHERS: OtherTreatments = { perDate: {}, counted: [], neighbours: [] };

interface Row {
  id: string;
  patientId: string;
  courseId: string;
  date: string;
  startMs: number;
  endMs: number;
  kind: GivenKind;
  /** Null of a mapping, which keeps no gap of its own. */
  sequence: number | null;
  takesTheDay: boolean;
  /** Of its course; null where that is the one that asks. */
  elsewhere: { modality: string; blocks: { modality: string }[] | null; phases: Phase[] } | null;
}

/**
 * The other treatments of a course's patient, without those that are being moved. They end as rule S16 has it: as recorded,
 * else as booked. A mapping is among them once something was given in it, as it is at a start.
 * Call with the patient's lock held where a booking rests on it.
 */
export async function otherTreatments(reader: Reader, course: Asking, ...moving: string[]): Promise<OtherTreatments> {
  return besidesOf(course, await treatmentsOf(reader, sql`patient_id = ${course.patientId}`, course.id, moving));
}

/** As `otherTreatments`, for several courses at once, by the course's id. */
export async function otherTreatmentsOf(reader: Reader, courses: readonly Asking[], moving: readonly string[] = []): Promise<ReadonlyMap<string, OtherTreatments>> {
  if (courses.length === 0) return new Map();
  const ofPatient = new Map<string, Row[]>(courses.map(({ patientId }) => [patientId, []]));
  for (const row of await treatmentsOf(reader, sql`patient_id = any(${[...ofPatient.keys()]}::uuid[])`, null, moving)) ofPatient.get(row.patientId)?.push(row);
  return new Map(courses.map((course) => [course.id, besidesOf(course, ofPatient.get(course.patientId) ?? [])]));
}

type Asking = Pick<CourseFacts, 'id' | 'patientId' | 'modality' | 'phases' | 'limits'>;

/** @param asking the course whose own phases are known; null: none */
function treatmentsOf(reader: Reader, patients: Sql, asking: string | null, moving: readonly string[]): Promise<Row[]> {
  const { clinicId } = reader.actor;
  return reader.many<Row>(sql`
    select o.id, o.patient_id as "patientId", o.course_id as "courseId", (o.starts_at at time zone c.time_zone)::date as date, extract(epoch from o.began_at)::float8 * 1000 as "startMs", extract(epoch from o.ended_at)::float8 * 1000 as "endMs",
      ${kindIn(sql`k.modality`)} as kind, o.sequence, o.takes_the_day as "takesTheDay",
      case when k.id is distinct from ${asking}::uuid then (
        select jsonb_build_object('modality', k.modality, 'blocks', v.blocks, 'phases', v.phases) from protocol_versions v
        where v.clinic_id = k.clinic_id and v.protocol_id = k.protocol_id and v.version = k.protocol_version) end as elsewhere
    from (
      select id, course_id, patient_id, starts_at, coalesce(started_at, starts_at) as began_at, sequence, kind = 'treatment' and ${TAKES_THE_DAY} as takes_the_day,
        case when status in ('completed', 'signed', 'aborted') then coalesce(ended_at, ends_at) when status = 'in-progress' then greatest(ends_at, ${reader.now}::timestamptz) else ends_at end as ended_at
      from sessions
      where clinic_id = ${clinicId} and ${patients} and starts_at > ${reader.now}::timestamptz - interval '2 days'
        and ${STANDS} and (kind = 'treatment' or status in ('completed', 'signed', 'aborted') and something_given(delivered))
        and not id = any(${[...moving]}::uuid[])) o
    join courses k on k.clinic_id = ${clinicId} and k.id = o.course_id
    join clinics c on c.id = ${clinicId}`);
}

function besidesOf(course: Asking, rows: readonly Row[]): OtherTreatments {
  const others: OtherTreatments = { perDate: {}, counted: [], neighbours: [] };
  for (const row of rows) {
    const { id, date, startMs, endMs, kind, takesTheDay } = row;
    others.neighbours.push({ id, startMs, endMs, countedAs: kind, minimumGapMinutes: gapOf(course, row) });
    if (!takesTheDay || kind !== kindOf(course.modality)) continue;
    others.counted.push({ id, date, startMs });
    others.perDate[date] = (others.perDate[date] ?? 0) + 1;
  }
  return others;
}

function gapOf({ id, phases: own, limits }: Asking, { courseId, elsewhere, sequence }: Row): number {
  const phases = elsewhere && courseId !== id ? phasesInForce({ ...elsewhere, blocks: elsewhere.blocks ?? [] }, elsewhere.phases, limits) : own;
  return sequence === null ? 0 : (phaseOf(phases, sequence)?.minimumGapMinutes ?? 0);
}
