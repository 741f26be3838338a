import { dueWork, type DueMeasure, SIDES_STIMULATED, staleReason, thresholdCountsUntilMs } from '../../courses/read.js';
import { sql } from '../../platform/database/sql.js';
import { together } from '../../platform/database/together.js';
import type { Reader } from '../../platform/database/work.js';
import { clinicSafetyLimits, ownLimitsOf, type OwnLimits, type SafetyLimits } from '../../protocols/read.js';
import { localDate } from '../../scheduling/read.js';
import { kindIn } from '../../sessions/read.js';
import type { CourseReview, DueItem } from './course-review.dto.js';

/** Our defaults, as in the list of what runs out: a payer takes about two weeks to extend an authorisation. */
const DAYS_BEFORE_EXPIRY = 14;
const FEW_SESSIONS = 5;

interface Facts {
  timeZone: string;
  nextTreatmentAt: string | null;
  unsigned: number;
  /** Of which the start asks for a motor threshold each; none where there are no pulses. */
  sides: string[];
  ownLimits: OwnLimits;
  authorisations: { payer: string; reference: string; validTo: string; sessionsLeft: number }[];
}

/** What is due in a course, as it is known to the rooms. */
export interface DueFacts extends Omit<Facts, 'ownLimits'> {
  readonly limits: SafetyLimits;
  readonly measures: readonly DueMeasure[];
}

/** @throws never for a course that is not there: nothing is due in it */
export async function dueFacts(reader: Reader, courseId: string): Promise<DueFacts> {
  const { clinicId } = reader.actor;
  const today = sql`(${reader.now}::timestamptz at time zone n.time_zone)::date`;
  const [{ ownLimits, ...facts }, measures] = await together(reader.one<Facts>(sql`
    select n.time_zone as "timeZone", (select iso(min(s.starts_at)) from sessions s where s.clinic_id = ${clinicId} and s.course_id = ${courseId} and s.kind = 'treatment' and s.status = 'scheduled' and s.starts_at > ${reader.now}) as "nextTreatmentAt",
      (select count(*)::int from sessions s where s.clinic_id = ${clinicId} and s.course_id = ${courseId} and s.status = 'completed') as unsigned, ${ownLimitsOf(clinicId)} as "ownLimits",
      coalesce((select (select jsonb_agg(x.side order by x.side) from ${SIDES_STIMULATED} as x) from courses c join protocol_versions v on v.clinic_id = ${clinicId} and v.protocol_id = c.protocol_id and v.version = c.protocol_version
        where c.clinic_id = ${clinicId} and c.id = ${courseId} and ${kindIn(sql`c.modality`)} = 'pulses'), '[]') as sides,
      coalesce((select jsonb_agg(jsonb_build_object('payer', a.payer, 'reference', a.reference, 'validTo', a.valid_to, 'sessionsLeft', greatest(a.sessions_approved - a.sessions_used, 0)) order by a.valid_to, a.id)
        from authorisations a where a.clinic_id = ${clinicId} and a.course_id = ${courseId} and a.voided_at is null and (a.valid_to >= ${today} or not exists (select from authorisations o where o.clinic_id = ${clinicId} and o.course_id = ${courseId} and o.voided_at is null and o.valid_to > a.valid_to))
          and (a.valid_to <= ${today} + ${DAYS_BEFORE_EXPIRY}::int or a.sessions_approved - a.sessions_used <= ${FEW_SESSIONS}::int)), '[]') as authorisations
    from clinics n where n.id = ${clinicId}`), dueWork(reader, courseId));
  return { ...facts, limits: clinicSafetyLimits(ownLimits), measures };
}

/** What somebody has to do next in a course, the measures first. What has ended wants only its measures and signatures. */
export function whatIsDue({ timeZone, nextTreatmentAt, unsigned, authorisations, sides, limits, measures: due }: DueFacts, { status, motorThresholds }: Pick<CourseReview, 'status' | 'motorThresholds'>, nowMs: number): DueItem[] {
  const measures = due.map(({ measure, dueOn, state }): DueItem => ({ what: 'measure', detail: measure, dueOn, state }));
  const signatures: DueItem[] = unsigned === 0 ? [] : [{ what: 'signature', detail: `${unsigned} ${unsigned === 1 ? 'session' : 'sessions'} to sign`, dueOn: null, state: 'due' }];
  if (!['active', 'paused'].includes(status)) return [...measures, ...signatures];
  const session: DueItem[] = nextTreatmentAt === null ? [] : [{ what: 'session', detail: 'next treatment', dueOn: localDate(Date.parse(nextTreatmentAt), timeZone), state: 'coming' }];
  const runningOut = authorisations.map(({ payer, reference, validTo, sessionsLeft }): DueItem => {
    const detail = `${payer} ${reference}: ${sessionsLeft} ${sessionsLeft === 1 ? 'session' : 'sessions'} left`;
    return { what: 'authorisation', detail, dueOn: validTo, state: validTo < localDate(nowMs, timeZone) ? 'overdue' : 'due' };
  });
  return [...measures, ...session, ...sides.flatMap((side) => thresholdDue(motorThresholds.filter(isOfSide(side)), sides.length > 1 ? `${side}: ` : '', limits, nowMs, timeZone)), ...signatures, ...runningOut];
}

/** Of the stimulated side; of either where one block stimulates both. */
const isOfSide = (side: string) => ({ hemisphere }: { hemisphere: string }): boolean => (side !== 'left' && side !== 'right') || hemisphere === side;

/** The threshold counts for as many days as the clinic has set; without one nothing is started (rule S19). What else makes it stale is told at check-in (rule S20). */
function thresholdDue(thresholds: CourseReview['motorThresholds'], of: string, limits: SafetyLimits, nowMs: number, timeZone: string): DueItem[] {
  const last = thresholds.at(-1);
  if (!last) return [{ what: 'motor-threshold', detail: `${of}not measured yet`, dueOn: null, state: 'due' }];
  const validDays = limits.thresholdAgeDays.value;
  if (staleReason({ measuredAtMs: Date.parse(last.measuredAt), medicationChangedAtMs: null }, nowMs, validDays) === null) return [];
  return [{ what: 'motor-threshold', detail: `${of}last measured more than ${validDays} days ago`, dueOn: localDate(thresholdCountsUntilMs(last.measuredAt, limits), timeZone), state: 'overdue' }];
}
