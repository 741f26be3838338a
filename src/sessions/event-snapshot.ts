import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';

/** What was so when an event was recorded; kept with the event, since doses and medications change afterwards. */
export async function snapshotOf(work: Work, sessionId: string, occurredAt: string): Promise<object> {
  return work.one<object>(sql`
    select s.prescribed, coalesce(s.delivered, (
        select jsonb_build_object('trains', sum(g.trains), 'totalPulses', sum(g.pulses), 'intensityPercentRmt', max(g.intensity_percent_rmt))
        from session_progress g where g.clinic_id = s.clinic_id and g.session_id = s.id having count(*) > 0)) as delivered,
      (select k.answers from session_checks k where k.clinic_id = s.clinic_id and k.session_id = s.id order by k.answered_at desc, k.id desc limit 1) as check,
      coalesce((select jsonb_agg(jsonb_build_object('name', m.name, 'dose', m.dose, 'frequency', m.frequency) order by m.name, m.id) from medications m
        where m.clinic_id = s.clinic_id and m.patient_id = s.patient_id and m.voided_at is null and m.started_on <= (${occurredAt}::timestamptz at time zone n.time_zone)::date
          and (m.stopped_on is null or m.stopped_on >= (${occurredAt}::timestamptz at time zone n.time_zone)::date)), '[]') as medications
    from sessions s join clinics n on n.id = s.clinic_id
    where s.clinic_id = ${work.actor.clinicId} and s.id = ${sessionId}`);
}
