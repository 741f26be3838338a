import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { localDate } from '../../scheduling/read.js';
import { supportedCode, type BillingFacts, type BillingSupport, type ProcedureCode } from '../billing/index.js';

interface GivenSession {
  id: string;
  kind: BillingFacts['kind'];
  modality: string;
  at: string;
  gave: boolean;
  signed: boolean;
  located: boolean;
}

interface Measured {
  at: string;
}

const DAY_MS = 86_400_000;

/**
 * What each session of a course bears out, in order of time: whether a code is an initial or a later one depends on all
 * that came before it.
 */
export async function billingOfCourse(reader: Reader, courseId: string, timeZone: string): Promise<ReadonlyMap<string, BillingSupport>> {
  const { clinicId } = reader.actor;
  const sessions = await reader.many<GivenSession>(sql`
    select s.id, s.kind, c.modality, coalesce(s.started_at, s.starts_at) as at, something_given(s.delivered) as gave,
      exists (select 1 from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id) as signed, c.target ->> 'method' is not null as located
    from sessions s join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id
    where s.clinic_id = ${clinicId} and s.course_id = ${courseId} and s.status not in ('cancelled', 'no-show')
    order by coalesce(s.started_at, s.starts_at), s.id`);
  const thresholds = await reader.many<Measured>(sql`
    select measured_at as at from motor_thresholds where clinic_id = ${clinicId} and course_id = ${courseId} order by measured_at, id`);
  const dateOf = (instant: string): string => localDate(Date.parse(instant), timeZone);
  const supported = new Map<string, BillingSupport>();
  const billed: { code: ProcedureCode; date: string; at: string }[] = [];
  let anyGiven = false;
  let mappedBefore = false;
  for (const { id, kind, modality, at, gave, signed, located } of sessions) {
    const date = dateOf(at);
    const known = thresholds.filter((threshold) => dateOf(threshold.at) <= date);
    mappedBefore ||= kind === 'mapping' && signed;
    const again = billed.findLast(({ code }) => code === '90869');
    const support = supportedCode({
      kind, modality, delivered: gave, signed,
      firstTreatmentOfCourse: !anyGiven,
      // A measured threshold on a course whose target was located is a mapped cortex, with or without a visit of its own.
      mapped: mappedBefore || (located && known.length > 0),
      motorThresholdDetermined: known.length > 0,
      motorThresholdRedeterminedToday: known.length > 1 && known.some((threshold) => dateOf(threshold.at) === date),
      otherCodesThatDay: billed.filter((one) => one.date === date).map(({ code }) => code),
      daysSinceLastRedetermination: again ? Math.floor((Date.parse(at) - Date.parse(again.at)) / DAY_MS) : null,
    });
    supported.set(id, support);
    if (support.code !== null) billed.push({ code: support.code, date, at });
    anyGiven ||= kind === 'treatment' && gave;
  }
  return supported;
}
