import { overridesOf, rampedIntensityPercentRmt, type CourseFacts, type ThresholdFacts } from '../courses/read.js';
import { intakeState, medicationChangesSince } from '../patients/read.js';
import type { Work } from '../platform/database/work.js';
import { checkDelivery, safetyLimits, type DeliveryFacts, type Finding, type Modality, type SafetyLimits } from '../protocols/read.js';
import { deviceFacts, type CoilType } from '../clinics/read.js';
import { phaseOf } from './course-calendar.js';
import { patientsDay } from './patients-day.js';
import { rampSession } from './prescribed-dose.js';
import type { SessionView } from './session.dto.js';
import { thresholdTriggers } from './threshold-triggers.js';
import { todaysCheck, type AnsweredCheck } from './todays-check.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;

export interface Today {
  session: SessionView;
  course: CourseFacts;
  threshold: ThresholdFacts | undefined;
  /** On the device now, where somebody said so. */
  coilType?: CoilType | undefined;
  /** Set on the stimulator, % of the motor threshold, where somebody said so. */
  intensityPercentRmt?: number | undefined;
  /** As told at the start; as answered at check-in where nobody said so. */
  earProtectionInPlace?: boolean | undefined;
}

type Phase = CourseFacts['phases'][number];

/** What the rules say of starting this session now, warnings too; what a clinician has answered is left out. */
export async function todaysFindings(work: Work, today: Today, answered: readonly string[] = []): Promise<Finding[]> {
  const limits = await safetyLimits(work);
  const findings = checkDelivery(await deliveryFacts(work, today, limits), limits);
  const overrides = new Set([...answered, ...(await overridesOf(work, today.course.id)).map(({ rule }) => rule)]);
  return findings.filter(({ rule, severity }) => severity !== 'override' || !overrides.has(rule));
}

/** Every hard finding stands against starting, and each one that asks for a signature and has none. Warnings do not. */
export const standsAgainstStarting = ({ severity }: Finding): boolean => severity === 'hard' || severity === 'override';

async function deliveryFacts(work: Work, today: Today, limits: SafetyLimits): Promise<DeliveryFacts> {
  const { session, course, threshold } = today;
  const device = await deviceFacts(work, session.deviceId);
  const intake = await intakeState(work, course.patientId);
  const day = await patientsDay(work, course.patientId, course.modality, session.id);
  const phase = phaseOf(course.phases, session.sequence ?? course.sessionsDelivered + 1);
  const prescribed = course.stimulation ? rampedIntensityPercentRmt(course.stimulation.intensityPercentRmt, course.ramp, rampSession(course)) : null;
  const intensity = today.intensityPercentRmt === undefined || prescribed === null ? prescribed : Math.min(prescribed, today.intensityPercentRmt);
  const changes = threshold ? await medicationChangesSince(work, course.patientId, threshold.measuredAt) : [];
  const check = await todaysCheck(work, session);
  const screening = intake.screening.state === 'excluded' ? 'contraindicated' : intake.screening.state;
  return {
    modality: course.modality as Modality,
    sessionNumber: course.sessionsDelivered + 1,
    sessionsToday: day.sessions,
    abandonedToday: day.abandoned,
    sessionsPerDayAtMost: phase?.sessionsPerDay ?? 1,
    pulsesInDay: day.pulses + (course.stimulation?.totalPulses ?? 0),
    spacingIsValidated: course.validatedException && (phase?.sessionsPerDay ?? 1) > 1,
    minimumGapMinutes: phase?.minimumGapMinutes ?? null,
    minutesSinceLastSession: minutesSince(work, day.lastEndedAt),
    minutesSinceOtherKind: minutesSince(work, day.otherKindEndedAt),
    motorThreshold: threshold
      ? {
          ageDays: Math.floor((work.nowMs - Date.parse(threshold.measuredAt)) / DAY_MS),
          method: threshold.method as 'visual' | 'emg' | 'pest',
          medicationChangedSince: changes.some(({ seizureRisk }) => seizureRisk !== null),
          askedAgainBy: await thresholdTriggers(work, { patientId: course.patientId, measuredAt: threshold.measuredAt, lastEndedAt: day.lastEndedAt, gapDays: Math.max(limits.sessionGapDays.value, plannedGapDays(phase)) }),
          coil: threshold.coilType,
          deviceId: threshold.deviceId,
        }
      : null,
    computedOutputPercentMso: threshold && intensity !== null ? (threshold.percentMso * intensity) / 100 : null,
    maximumOutputPercentMso: device.maximumOutputPercentMso,
    coil: today.coilType ?? device.coilType,
    deviceId: session.deviceId,
    prescribedIntensityPercentRmt: prescribed,
    chosenIntensityPercentRmt: today.intensityPercentRmt ?? null,
    earProtectionConfirmed: today.earProtectionInPlace ?? (check ? check.answers['ear-protection'] === true : null),
    screening,
    preSessionCheck: stateOf(session, check),
    offLabel: course.offLabel,
    offLabelConsent: intake.offLabelConsent,
    physicianReachable: false, // nobody records it, so S28 reminds before each of the first sessions
  };
}

/** Ear protection alone that is not in holds by a rule of its own: S24, not S26. */
function stateOf({ status }: SessionView, check: AnsweredCheck | undefined): DeliveryFacts['preSessionCheck'] {
  if (!check) return 'missing';
  if (status === 'held') return check.findings.every(({ code, level }) => level !== 'stop' || code === 'ear-protection') ? 'passed' : 'held';
  return check.outcome === 'held' ? 'cleared' : 'passed';
}

const minutesSince = ({ nowMs }: Work, instant: string | null): number | null => (instant === null ? null : (nowMs - Date.parse(instant)) / MINUTE_MS);

/** Days from one session to the next, as the phase has them. */
function plannedGapDays(phase: Phase | undefined): number {
  return phase?.everyDays ?? (phase?.sessionsPerWeek ? Math.ceil(DAYS_A_WEEK / phase.sessionsPerWeek) : 0);
}

/** Of a session that nobody is checked in for yet: what the day asks before it may start. */
export async function unansweredToday(work: Work, today: Today): Promise<Finding[]> {
  return (await todaysFindings(work, today)).filter(({ rule }) => rule === 'S24' || rule === 'S26');
}
