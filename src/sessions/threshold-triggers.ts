import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { ThresholdTrigger } from '../protocols/read.js';

const DAY_MS = 86_400_000;

export interface SinceThreshold {
  patientId: string;
  measuredAt: string;
  /** When the last session of the same kind ended; null where this is the first. */
  lastEndedAt: string | null;
  /** Whole days without a session after which a threshold is measured again, or the protocol's own rhythm where that is slower. */
  gapDays: number;
  /** Accelerated: several sessions a day are planned. */
  severalADay: boolean;
}

/** What has happened since a motor threshold was measured that asks for a new one, the gravest first. */
export async function thresholdTriggers(reader: Reader, { patientId, measuredAt, lastEndedAt, gapDays, severalADay }: SinceThreshold): Promise<ThresholdTrigger[]> {
  const { clinicId } = reader.actor;
  const { faints, unexpected, lostNights, headInjury, earlierDay } = await reader.one<{ faints: number; unexpected: number; lostNights: number; headInjury: boolean; earlierDay: boolean }>(sql`
    select count(*) filter (where category in ('seizure', 'syncope'))::int as faints,
      count(*) filter (where category in ('muscle-twitch', 'site-discomfort', 'site-pain', 'facial-pain') and expectedness = 'unexpected')::int as unexpected,
      (select count(*)::int from session_checks k join sessions s on s.clinic_id = k.clinic_id and s.id = k.session_id
        where k.clinic_id = ${clinicId} and s.patient_id = ${patientId} and k.answered_at > ${measuredAt} and k.answers -> 'sleep-under-4-hours' = 'true') as "lostNights",
      exists (select 1 from screenings g where g.clinic_id = ${clinicId} and g.patient_id = ${patientId} and g.void_cause = 'head-injury' and g.voided_at > ${measuredAt}) as "headInjury",
      (select (${measuredAt}::timestamptz at time zone n.time_zone)::date < (${reader.now}::timestamptz at time zone n.time_zone)::date from clinics n where n.id = ${clinicId}) as "earlierDay"
    from adverse_events where clinic_id = ${clinicId} and patient_id = ${patientId} and occurred_at > ${measuredAt}`);
  const daysWithout = lastEndedAt !== null && measuredAt <= lastEndedAt ? Math.floor((reader.nowMs - Date.parse(lastEndedAt)) / DAY_MS) : 0;
  return [
    ...(faints > 0 ? (['seizure-or-faint'] as const) : []),
    ...(headInjury ? (['head-injury'] as const) : []),
    ...(daysWithout > gapDays ? (['gap-between-sessions'] as const) : []),
    ...(lostNights > 1 ? (['lost-sleep'] as const) : []),
    ...(unexpected > 0 ? (['unexpected-effect'] as const) : []),
    ...(severalADay && earlierDay ? (['new-treatment-day'] as const) : []),
  ];
}
