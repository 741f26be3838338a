import { readClinic } from '../clinics/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { dayBounds, localDate } from '../scheduling/read.js';

/** What a modality gives. A second session of a kind counts towards a day's sessions; one of another kind only keeps its distance. */
export type GivenKind = 'pulses' | 'current' | 'training';

export const kindOf = (modality: string): GivenKind => (modality === 'tdcs' ? 'current' : modality === 'neurofeedback' ? 'training' : 'pulses');

/** What acts on it when given close by: a current on pulses, pulses on a current. */
export const otherKindOf = (kind: GivenKind): GivenKind | null => (kind === 'training' ? null : kind === 'pulses' ? 'current' : 'pulses');

/** The same in SQL, of a column. */
export const kindIn = (modality: Sql): Sql => sql`case ${modality} when 'tdcs' then 'current' when 'neurofeedback' then 'training' else 'pulses' end`;

export interface PatientsDay {
  /** Of the same kind, today. */
  sessions: number;
  /** Of these, stopped before half of their dose was given. */
  abandoned: number;
  pulses: number;
  /** When the last one of the same kind ended, on whatever day. */
  lastEndedAt: string | null;
  /** When the last one ended that gave pulses where this gives a current, or a current where this gives pulses. */
  otherKindEndedAt: string | null;
}

/** What the patient has had today, in any course, and when the last of it ended; without the session that is asked about. */
export async function patientsDay(reader: Reader, patientId: string, modality: string, except: string): Promise<PatientsDay> {
  const { timeZone } = await readClinic(reader);
  const { startMs, endMs } = dayBounds(localDate(reader.nowMs, timeZone), timeZone);
  const kind = kindOf(modality);
  const today = sql`g.kind = ${kind} and g.started_at >= ${toInstant(startMs)} and g.started_at < ${toInstant(endMs)}`;
  return reader.one<PatientsDay>(sql`
    select count(*) filter (where ${today})::int as sessions,
      count(*) filter (where ${today} and g.status = 'aborted' and g.percent < 50)::int as abandoned,
      coalesce(sum(g.pulses) filter (where ${today}), 0)::int as pulses,
      max(g.ended_at) filter (where g.kind = ${kind}) as "lastEndedAt",
      max(g.ended_at) filter (where g.kind <> ${kind} and g.kind <> 'training' and ${kind} <> 'training') as "otherKindEndedAt"
    from (
      select s.status, s.started_at, s.ended_at, (s.delivered ->> 'totalPulses')::int as pulses,
        coalesce((s.delivered ->> 'percentOfPrescribedPulses')::numeric, (s.delivered ->> 'percentOfPrescribedDose')::numeric) as percent,
        ${kindIn(sql`c.modality`)} as kind
      from sessions s join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id
      where s.clinic_id = ${reader.actor.clinicId} and s.patient_id = ${patientId} and s.id <> ${except} and s.status in ('completed', 'signed', 'aborted')
        and something_given(s.delivered)) g`);
}
