import type { Content } from 'pdfmake/interfaces.js';
import { localDate } from '../../scheduling/read.js';
import type { CourseReview } from '../course-review/course-review.dto.js';
import { counted } from '../course-review/plain-words.js';
import type { ReportFacts } from './report-facts.js';
import { table } from './report-table.js';

const words = (text: string): string => text.replaceAll('-', ' ');

/** What of the dose is said, in the order in which clinicians say it, each with its unit. */
const DOSE: readonly [name: string, unit: string][] = [
  ['frequencyHz', 'Hz'], ['intensityPercentRmt', '% of resting motor threshold'], ['trains', 'trains'], ['pulsesPerTrain', 'pulses a train'], ['trainDurationSeconds', 's a train'],
  ['interTrainIntervalSeconds', 's between trains'], ['totalPulses', 'pulses a session'],
];

/** What has no place in that list, the current of tDCS among it, is said by its name, which has its unit in it. */
function doseInWords(dose: Record<string, unknown> | null): string {
  const known = DOSE.flatMap(([name, unit]) => (dose?.[name] === undefined ? [] : [`${String(dose[name])} ${unit}`]));
  const named = Object.entries(dose ?? {}).filter(([name, value]) => typeof value !== 'object' && !DOSE.some(([said]) => said === name));
  return [...known, ...named.map(([name, value]) => `${words(name.replaceAll(/([A-Z])/g, ' $1').toLowerCase())} ${String(value)}`)].join(', ');
}

/** Diagnosis, order and what they rest on, as a payer asks for them. */
export function prescription({ protocol }: CourseReview, { condition, stimulation, blocks, parameters, target, phases, offLabel, sessionsPlanned, screening, goals, prescriber, timeZone, ramp, referredOn }: ReportFacts): Content {
  const named = Object.entries(protocol).filter(([name, value]) => name !== 'id' && value !== null && typeof value !== 'object').map(([name, value]) => [`protocol ${words(name.replaceAll(/([A-Z])/g, ' $1').toLowerCase())}`, String(value)]);
  const dose = blocks ? blocks.map((block, index) => `block ${index + 1}, ${block.hemisphere} ${block.targetRegion}: ${doseInWords(block.stimulation)}`).join('; ') : doseInWords(stimulation ?? parameters);
  const rhythm = phases.map(({ name, sessions, sessionsPerWeek }) => `${words(name)}: ${counted(sessions, 'session')}${sessionsPerWeek === undefined ? '' : `, ${sessionsPerWeek} a week`}`).join('; ');
  return table(['Item', 'On record'], [
    ['diagnosis', condition ? `${condition.icd10} ${condition.description}${condition.side ? `, ${condition.side}` : ''}, since ${condition.onsetDate}` : 'not named'],
    ...named,
    ['coil placed by', words(String(target['method'] ?? 'not recorded'))],
    ['dose', dose || 'none'],
    ['ramp', ramp ? ramp.map(({ fromSession, intensityPercentRmt }) => `from session ${fromSession}: ${intensityPercentRmt} % of resting motor threshold`).join('; ') : 'none: full intensity from the first session'],
    ['sessions ordered', `${sessionsPlanned}${rhythm === '' ? '' : ` (${rhythm})`}`],
    ['use', offLabel ? 'off-label, with the patient’s consent' : 'on-label'],
    ['screening', screening ? `${words(screening.outcome)}${screening.decision ? `, ${screening.decision} by a clinician` : ''}, ${localDate(Date.parse(screening.screenedAt), timeZone)}` : 'none'],
    ['goals', goals ?? 'none named'],
    ['referred on', referredOn ?? 'not recorded'],
    ['prescribed by', prescriber ?? 'not known'],
  ], '');
}

/** Who has signed for what, and why: of the course, and at the start of a session. */
export const signedFor = ({ overrides, timeZone }: ReportFacts): Content =>
  table(['rule', 'what was found', 'why', 'by', 'when', 'for'], overrides.map(({ rule, answered, rationale, giver, givenAt, sessionId }) => [rule, (answered ?? []).join('; ') || 'not recorded', rationale, giver, localDate(Date.parse(givenAt), timeZone), sessionId === null ? 'the course' : 'that session']), 'None.');
