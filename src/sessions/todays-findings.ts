import { overridesOf, rampedIntensityPercentRmt, type CourseFacts, type ThresholdFacts } from '../courses/read.js';
import { intakeState, medicationChangesSince } from '../patients/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { checkDelivery, safetyLimits, type DeliveryFacts, type Finding, type Modality } from '../protocols/read.js';
import { dayBounds, localDate } from '../scheduling/read.js';
import { deviceFacts, readClinic, type CoilType } from '../clinics/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { phaseOf } from './course-calendar.js';
import { rampSession } from './prescribed-dose.js';
import type { SessionView } from './session.dto.js';
import { todaysCheck } from './todays-check.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface Today {
  session: SessionView;
  course: CourseFacts;
  threshold: ThresholdFacts | undefined;
  /** On the device now, where somebody said so. */
  coilType?: CoilType | undefined;
}

/** What the rules say of starting this session now, warnings too; what a clinician has answered is left out. */
export async function todaysFindings(work: Work, today: Today, answered: readonly string[] = []): Promise<Finding[]> {
  const findings = checkDelivery(await deliveryFacts(work, today), await safetyLimits(work));
  const overrides = new Set([...answered, ...(await overridesOf(work, today.course.id)).map(({ rule }) => rule)]);
  return findings.filter(({ rule, severity }) => severity !== 'override' || !overrides.has(rule));
}

/** Every hard finding stands against starting, and each one that asks for a signature and has none. Warnings do not. */
export const standsAgainstStarting = ({ severity }: Finding): boolean => severity === 'hard' || severity === 'override';

async function deliveryFacts(work: Work, today: Today): Promise<DeliveryFacts> {
  const { session, course, threshold } = today;
  const device = await deviceFacts(work, session.deviceId);
  const intake = await intakeState(work, course.patientId);
  const day = await dayOf(work, course.patientId, session.id);
  const phase = phaseOf(course.phases, session.sequence ?? course.sessionsDelivered + 1);
  const intensity = course.stimulation ? rampedIntensityPercentRmt(course.stimulation.intensityPercentRmt, course.ramp, rampSession(course)) : null;
  const changes = threshold ? await medicationChangesSince(work, course.patientId, threshold.measuredAt) : [];
  const check = await todaysCheck(work, session);
  const screening = intake.screening.state === 'excluded' ? 'contraindicated' : intake.screening.state;
  return {
    modality: course.modality as Modality,
    sessionNumber: course.sessionsDelivered + 1,
    sessionsToday: day.sessions,
    sessionsPerDayAtMost: phase?.sessionsPerDay ?? 1,
    pulsesInDay: day.pulses + (course.stimulation?.totalPulses ?? 0),
    spacingIsValidated: course.validatedException && (phase?.sessionsPerDay ?? 1) > 1,
    minimumGapMinutes: phase?.minimumGapMinutes ?? null,
    minutesSinceLastSession: day.lastEndedAt === null ? null : (work.nowMs - Date.parse(day.lastEndedAt)) / MINUTE_MS,
    motorThreshold: threshold
      ? {
          ageDays: Math.floor((work.nowMs - Date.parse(threshold.measuredAt)) / DAY_MS),
          method: threshold.method as 'visual' | 'emg' | 'pest',
          medicationChangedSince: changes.some(({ seizureRisk }) => seizureRisk !== null),
          coil: threshold.coilType,
          deviceId: threshold.deviceId,
        }
      : null,
    computedOutputPercentMso: threshold && intensity !== null ? (threshold.percentMso * intensity) / 100 : null,
    maximumOutputPercentMso: device.maximumOutputPercentMso,
    coil: today.coilType ?? device.coilType,
    deviceId: session.deviceId,
    prescribedIntensityPercentRmt: intensity,
    chosenIntensityPercentRmt: null,
    earProtectionConfirmed: check?.answers['ear-protection'] === true,
    screening,
    preSessionCheck: check ? (check.outcome === 'held' ? 'cleared' : 'passed') : 'missing',
    offLabel: course.offLabel,
    offLabelConsent: intake.offLabelConsent,
    physicianReachable: false, // nobody records it, so S28 reminds before each of the first sessions
  };
}

/** What the patient has had today, in any course: sessions with pulses, their pulses, and when the last one ended. */
async function dayOf(work: Work, patientId: string, except: string): Promise<{ sessions: number; pulses: number; lastEndedAt: string | null }> {
  const { timeZone } = await readClinic(work);
  const { startMs, endMs } = dayBounds(localDate(work.nowMs, timeZone), timeZone);
  return work.one<{ sessions: number; pulses: number; lastEndedAt: string | null }>(sql`
    select count(*) filter (where started_at >= ${toInstant(startMs)} and started_at < ${toInstant(endMs)})::int as sessions,
      coalesce(sum((delivered ->> 'totalPulses')::int) filter (where started_at >= ${toInstant(startMs)} and started_at < ${toInstant(endMs)}), 0)::int as pulses,
      max(ended_at) as "lastEndedAt"
    from sessions
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and id <> ${except} and status in ('completed', 'signed', 'aborted')
      and (delivered ->> 'totalPulses')::int > 0`);
}
