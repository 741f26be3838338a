import { readClinic, wornCoil } from '../../clinics/read.js';
import { dueWork, openHolds, openLocks, overridesShown, type CourseFacts, type ThresholdFacts } from '../../courses/read.js';
import { medicationChangesSince } from '../../patients/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import { together } from '../../platform/database/together.js';
import type { Work } from '../../platform/database/work.js';
import { blocksAround, localDate } from '../../scheduling/read.js';
import type { Finding } from '../../protocols/read.js';
import type { SessionView } from '../session.dto.js';
import { standsAgainstStarting, todaysFindings } from '../todays-findings.js';
import { todaysThresholds } from '../todays-thresholds.js';
import type { AuthorisationToday, Briefing, PartOfToday, PrecautionToday, RuleToday, ThresholdToday } from './briefing.dto.js';

const DAY_MS = 86_400_000;

/** What the operator has to know before this session, read in the transaction that checked the patient in. */
export async function briefingFor(work: Work, session: SessionView, course: CourseFacts): Promise<Briefing> {
  const [{ timeZone }, thresholds, holds, locks, dueMeasures, coil, precautions] = await together(
    readClinic(work), todaysThresholds(work, course), openHolds(work, course.id), openLocks(work, course.patientId), dueWork(work, course.id),
    wornCoil(work, session.deviceId), precautionsFor(work, course.patientId),
  );
  const threshold = oldest(thresholds);
  const [changes, findings, authorisation, overrides] = await together(
    threshold ? medicationChangesSince(work, course.patientId, threshold.measuredAt) : [],
    session.kind === 'treatment' ? todaysFindings(work, { session, course, thresholds }) : [],
    authorisationToday(work, course.id, localDate(work.nowMs, timeZone)),
    overridesShown(work, course.id),
  );
  return {
    motorThreshold: threshold ? thresholdToday(threshold, work.nowMs, session.deviceId) : null,
    medicationChanges: changes.map(({ name, lowersSeizureThreshold, startedOn, stoppedOn, changedAt }) => ({ name, lowersSeizureThreshold, startedOn, stoppedOn, changedAt })),
    holds,
    locked: locks.length > 0,
    authorisation,
    dueMeasures,
    againstStarting: findings.filter(standsAgainstStarting).map(told),
    warnings: findings.filter((finding) => !standsAgainstStarting(finding)).map(told),
    overrides,
    wornCoil: coil ?? null,
    precautions,
    otherParts: session.kind === 'treatment' ? otherParts(timeZone, course, session) : [],
  };
}

/** Of several blocks, the one whose threshold is measured again first; none while one is missing. */
function oldest(thresholds: readonly (ThresholdFacts | undefined)[]): ThresholdFacts | undefined {
  const known = thresholds.flatMap((threshold) => threshold ?? []);
  return known.length < thresholds.length ? undefined : known.sort((one, other) => one.measuredAt.localeCompare(other.measuredAt))[0];
}

/** What else of the plan belongs to this session's day, in order of time. */
function otherParts(timeZone: string, { sideBlocks: blocks }: CourseFacts, { startsAt, endsAt }: SessionView): PartOfToday[] {
  const kinds = new Map(blocks.map(({ id, kind }) => [id, kind]));
  return blocksAround(timeZone, blocks, { startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) })
    .sort((one, other) => one.startMs - other.startMs)
    .map(({ block: { id, position, gapMinutes }, startMs, endMs }) => ({ adjunctId: id, kind: kinds.get(id) ?? 'other', position, gapMinutes, startsAt: toInstant(startMs), endsAt: toInstant(endMs) }));
}

const told = ({ rule, severity, limit, actual, explanation, source, provenance }: Finding): RuleToday => ({ rule, severity, limit, actual, explanation, source, provenance });

function thresholdToday({ percentMso, method, measuredAt, deviceId }: ThresholdFacts, nowMs: number, device: string): ThresholdToday {
  return { percentMso, method, measuredAt, ageDays: Math.floor((nowMs - Date.parse(measuredAt)) / DAY_MS), sameDevice: deviceId === null || deviceId === device };
}

async function authorisationToday(work: Work, courseId: string, today: string): Promise<AuthorisationToday | null> {
  const [sum] = await work.many<AuthorisationToday & { known: number }>(sql`
    select count(*)::int as known,
      coalesce(sum(sessions_approved) filter (where ${today}::date between valid_from and valid_to and voided_at is null), 0)::int as "sessionsApproved",
      coalesce(sum(greatest(sessions_approved - sessions_used, 0)) filter (where ${today}::date between valid_from and valid_to and voided_at is null), 0)::int as "sessionsLeft",
      min(valid_to) filter (where ${today}::date between valid_from and valid_to and voided_at is null) as "validTo"
    from authorisations where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and not no_payer_concerned`);
  if (!sum || sum.known === 0) return null;
  const { sessionsApproved, sessionsLeft, validTo } = sum;
  return { sessionsApproved, sessionsLeft, validTo };
}

/** After a faint the next session is given lying down; after pain under the coil a little weaker. Recalled and design defaults. */
const PRECAUTIONS: Readonly<Record<string, string>> = {
  syncope: 'Fainted before: lying down, food and water first, a slower ramp, somebody to go home with.',
  presyncope: 'Nearly fainted before: food and water first, a slower ramp.',
  'site-pain': 'Pain under the coil before: above 7 of 10, five to ten per cent less intensity, with the reason on record.',
};

async function precautionsFor(work: Work, patientId: string): Promise<PrecautionToday[]> {
  const known = await work.many<{ category: string }>(sql`
    select distinct category from adverse_events where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} order by category`);
  return known.flatMap(({ category }) => {
    const message = PRECAUTIONS[category];
    return message === undefined ? [] : [{ code: category, message }];
  });
}
