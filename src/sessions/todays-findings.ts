import { isAnswered, overridesOf, planToday, rampedIntensityPercentRmt, type CourseBlock, type CourseFacts, type ThresholdFacts } from '../courses/read.js';
import { intakeState, medicationChangesSince } from '../patients/read.js';
import { together } from '../platform/database/together.js';
import type { Work } from '../platform/database/work.js';
import { checkDelivery, type DeliveryFacts, type Finding, type Modality, type SafetyLimits } from '../protocols/read.js';
import { deviceFacts, type CoilType } from '../clinics/read.js';
import { phaseOf } from './phases.js';
import { patientsDay, type PatientsDay } from './patients-day.js';
import { rampSession } from './prescribed-dose.js';
import type { SessionView, Supervision } from './session.dto.js';
import { thresholdTriggers, type SinceThreshold } from './threshold-triggers.js';
import { todaysCheck, type AnsweredCheck } from './todays-check.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;

export interface Today {
  session: SessionView;
  course: CourseFacts;
  /** Of each block, in their order. */
  thresholds: readonly (ThresholdFacts | undefined)[];
  /** On the device now, where somebody said so. */
  coilType?: CoilType | undefined;
  /** Set on the stimulator, % of the motor threshold, where somebody said so. */
  intensityPercentRmt?: number | undefined;
  /** As told at the start; as answered at check-in where nobody said so. */
  earProtectionInPlace?: boolean | undefined;
  /** Who could come at once; not told before the start, so rule S28 reminds at check-in. */
  supervision?: Supervision | undefined;
}

type Phase = CourseFacts['phases'][number];

/** What the rules say of starting this session now, warnings too; what a clinician has answered is left out. */
export async function todaysFindings(work: Work, today: Today): Promise<Finding[]> {
  const { limits } = today.course;
  const [ofDay, signed] = await together(factsOfDay(work, today), overridesOf(work, today.course.id));
  const findings: Finding[] = [];
  for (const [index, block] of (today.course.blocks.length > 0 ? today.course.blocks : [null]).entries()) {
    const facts = { ...ofDay.facts, ...(block && (await factsOfBlock(work, today, block, index, ofDay, limits))) };
    findings.push(...checkDelivery(facts, limits).map((finding) => named(finding, today.course, index)));
  }
  const isOpen = (finding: Finding): boolean => finding.severity !== 'override' || !isAnswered(finding, signed);
  return distinct([...findings, ...ofDay.plan]).filter(isOpen);
}

/** Every hard finding stands against starting, and each one that asks for a signature and has none. Warnings do not. */
export const standsAgainstStarting = ({ severity }: Finding): boolean => severity === 'hard' || severity === 'override';

/** A mapping stimulates too: of the rules of the day those hold for it that ask nothing of a dose, for none is prescribed. */
const WITHOUT_A_DOSE = new Set(['S24', 'S25', 'S26', 'S27', 'treatment-consent']);

/** What stands against starting a visit of this kind; nothing against one that gives nothing. */
export async function againstStarting(work: Work, today: Today): Promise<Finding[]> {
  const { kind } = today.session;
  if (kind === 'follow-up') return [];
  const findings = (await todaysFindings(work, today)).filter(standsAgainstStarting);
  return kind === 'treatment' ? findings : findings.filter(({ rule }) => WITHOUT_A_DOSE.has(rule));
}

/** What is judged of each block on its own side: threshold, output, coil and intensity. */
const OF_A_BLOCK = new Set(['S17', 'S18', 'S19', 'S20', 'S21', 'S22', 'S23']);

/** Of several blocks, the one that a finding is about is named. */
function named(finding: Finding, { blocks }: CourseFacts, index: number): Finding {
  const block = blocks.length > 1 && OF_A_BLOCK.has(finding.rule) ? blocks[index] : undefined;
  return block ? { ...finding, explanation: `Block ${index + 1}, ${block.hemisphere}: ${finding.explanation}` } : finding;
}

/** What is so of the day and the patient is found once, whichever block it is found by. */
const distinct = (findings: readonly Finding[]): Finding[] =>
  findings.filter((one, index) => findings.findIndex(({ rule, actual, explanation }) => rule === one.rule && actual === one.actual && explanation === one.explanation) === index);

interface OfDay {
  facts: DeliveryFacts;
  /** What the plan itself has against it today. */
  plan: Finding[];
  day: PatientsDay;
  phase: Phase | undefined;
}

async function factsOfDay(work: Work, today: Today): Promise<OfDay> {
  const { session, course } = today;
  const [device, intake, day, check] = await together(
    deviceFacts(work, session.deviceId), intakeState(work, course.patientId), patientsDay(work, course.patientId, course.modality, session.id), todaysCheck(work, session),
  );
  const phase = phaseOf(course.phases, session.sequence ?? course.sessionsDelivered + 1);
  const coil = today.coilType ?? device.coilType;
  const plan = await planToday(work, course, coil);
  const facts: DeliveryFacts = {
    modality: course.modality as Modality,
    sessionNumber: course.sessionsDelivered + 1,
    sessionsToday: day.sessions,
    abandonedToday: day.abandoned,
    sessionsPerDayAtMost: phase?.sessionsPerDay ?? 1,
    pulsesInDay: day.pulses + course.blocks.reduce((sum, { stimulation }) => sum + stimulation.totalPulses, 0),
    spacingIsValidated: course.validatedException && (phase?.sessionsPerDay ?? 1) > 1 && course.sessionsDelivered < course.sessionsPublished,
    minimumGapMinutes: phase?.minimumGapMinutes ?? null,
    minutesSinceLastSession: minutesSince(work, day.lastEndedAt),
    minutesSinceOtherKind: minutesSince(work, day.otherKindEndedAt),
    motorThreshold: null,
    computedOutputPercentMso: null,
    maximumOutputPercentMso: device.maximumOutputPercentMso,
    coil,
    deviceId: session.deviceId,
    prescribedIntensityPercentRmt: null,
    chosenIntensityPercentRmt: null,
    earProtectionConfirmed: today.earProtectionInPlace ?? (check ? check.answers['ear-protection'] === true : null),
    screening: intake.screening.state === 'excluded' ? 'contraindicated' : intake.screening.state,
    preSessionCheck: stateOf(session, check),
    offLabel: plan.offLabel,
    treatmentConsent: intake.treatmentConsent,
    combined: plan.combined,
    combinedConsent: intake.combinedConsent,
    offLabelConsent: intake.offLabelConsent,
    physicianReachable: today.supervision !== undefined,
  };
  return { facts, plan: plan.findings, day, phase };
}

type OfBlock = Pick<DeliveryFacts, 'modality' | 'motorThreshold' | 'computedOutputPercentMso' | 'prescribedIntensityPercentRmt' | 'chosenIntensityPercentRmt'>;

async function factsOfBlock(work: Work, today: Today, { modality, stimulation }: CourseBlock, index: number, { day, phase }: OfDay, limits: SafetyLimits): Promise<OfBlock> {
  const { course, thresholds, intensityPercentRmt: set } = today;
  const threshold = thresholds[index];
  const prescribed = rampedIntensityPercentRmt(stimulation.intensityPercentRmt, course.ramp, rampSession(course));
  const strongest = Math.max(...course.blocks.map((block) => rampedIntensityPercentRmt(block.stimulation.intensityPercentRmt, course.ramp, rampSession(course))));
  // What is set for the strongest block holds the others back and never raises them.
  const chosen = set === undefined ? null : set > strongest ? set : Math.min(set, prescribed);
  const gapDays = Math.max(limits.sessionGapDays.value, plannedGapDays(phase));
  return {
    modality: modality as Modality,
    motorThreshold: threshold ? await thresholdInUse(work, threshold, { patientId: course.patientId, measuredAt: threshold.measuredAt, lastEndedAt: day.lastEndedAt, gapDays, severalADay: (phase?.sessionsPerDay ?? 1) > 1 }) : null,
    computedOutputPercentMso: threshold ? (threshold.percentMso * Math.min(prescribed, chosen ?? prescribed)) / 100 : null,
    prescribedIntensityPercentRmt: prescribed,
    chosenIntensityPercentRmt: chosen,
  };
}

type ThresholdInUse = NonNullable<DeliveryFacts['motorThreshold']>;

async function thresholdInUse(work: Work, { measuredAt, method, coilType, deviceId }: ThresholdFacts, since: SinceThreshold): Promise<ThresholdInUse> {
  const [changes, askedAgainBy] = await together(medicationChangesSince(work, since.patientId, measuredAt), thresholdTriggers(work, since));
  return {
    ageDays: Math.floor((work.nowMs - Date.parse(measuredAt)) / DAY_MS),
    method: method as ThresholdInUse['method'],
    medicationChangedSince: changes.some(({ seizureRisk }) => seizureRisk !== null),
    askedAgainBy,
    coil: coilType,
    deviceId,
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
