import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { spokenTime } from '../../clinics/read.js';
import { localDate } from '../../scheduling/read.js';
import type { CourseReview, MeasureReview, ReviewResponse } from '../course-review/course-review.dto.js';
import { betterInWords, counted } from '../course-review/plain-words.js';
import type { Audience } from './report.dto.js';
import type { ReportFacts } from './report-facts.js';
import { table } from './report-table.js';
import { prescription, signedFor } from './report-prescription.js';
import { addenda, deliveryTable, drugTrials, equipmentTable, progressNotes, sessionTable, signOff } from './report-sessions.js';

export interface Report {
  readonly review: CourseReview;
  readonly facts: ReportFacts;
  readonly audience: Audience;
  /** One picture for each measure, as SVG in the light theme. */
  readonly pictures: readonly string[];
  /** RFC 3339. */
  readonly printedAt: string;
  readonly printedBy: string;
}

const TITLES: Readonly<Record<Audience, string>> = { clinician: 'Course review', payer: 'Treatment report for the payer', patient: 'Your course of treatment' };

/** The report as pdfmake draws it: letterhead and identity on every page, the same numbers and pictures as the review. */
export function reportDocument({ review, facts, audience, pictures, printedAt, printedBy }: Report): TDocumentDefinitions {
  const { patient, clinic, timeZone } = facts;
  const identity = `${patient.familyName}, ${patient.givenName} · born ${patient.birthDate} · MRN ${patient.mrn}`;
  const printed = spokenTime(printedAt, timeZone, 'en');
  const figures: Content[] = pictures.map((svg) => ({ svg, width: 440, margin: [0, 4, 0, 8] }));
  const measures = review.measures.map((measure) => (audience === 'patient' ? plainMeasure(measure) : measureTable(measure, timeZone)));
  return {
    info: { title: `${TITLES[audience]}, ${patient.mrn}` },
    styles: { title: { fontSize: 16, bold: true, margin: [0, 0, 0, 6] }, part: { fontSize: 11.5, bold: true, margin: [0, 12, 0, 4] }, small: { fontSize: 8 } },
    header: () => ({ margin: [48, 28, 48, 0], stack: [{ columns: [{ text: clinic, bold: true, fontSize: 12 }, { text: TITLES[audience], alignment: 'right' }] }, { text: identity, fontSize: 9, margin: [0, 3, 0, 4] }, rule()] }),
    footer: (page, pages) => ({ margin: [48, 8, 48, 0], fontSize: 8, columns: [{ width: '*', text: `Printed ${printed.date}, ${printed.time} (${timeZone}) for ${printedBy}` }, { width: 'auto', text: `page ${page} of ${pages}` }] }),
    content: [
      { text: TITLES[audience], style: 'title' },
      { text: review.summary },
      ...(audience === 'patient' ? [] : [part('Diagnosis and prescription'), prescription(review, facts)]),
      ...(audience === 'clinician' ? [part('Safety findings that were signed for'), signedFor(facts), part('What is due'), dueTable(review)] : []),
      part(audience === 'patient' ? 'How you have been' : 'Outcome measures'),
      ...measures.flat(),
      ...figures,
      ...(audience === 'patient' ? [] : diary(review)),
      part('Sessions'),
      adherence(review, audience),
      ...(audience === 'patient' ? [] : [doseLine(review), ...thresholds(review, timeZone)]),
      part('Side effects'),
      events(review, timeZone),
      ...(audience === 'patient' ? [] : [part('Medication'), medications(review), part('Combined plan'), adjuncts(review)]),
      ...(audience === 'payer' ? [part('Authorisations'), authorisations(facts), part('Drug trials'), drugTrials(facts), part('Device and coil'), equipmentTable(facts), part('Sessions one by one'), sessionTable(facts), part('What was checked, tolerated and signed'), deliveryTable(facts), { text: 'Blood pressure, pulse and mood are not recorded session by session; mood is measured by the questionnaires above.', style: 'small', margin: [0, 3, 0, 0] } as Content] : []),
      ...(audience === 'patient' ? [] : [part('Clinicians’ notes'), progressNotes(facts)]),
      ...(audience === 'patient' ? [] : [addenda(facts)]),
      ...(audience === 'patient' ? [] : [part('Sign-off'), signOff(facts)]),
    ],
  };
}

const MOST_ROWS_TOGETHER = 20;
const part = (text: string): Content => ({ text, style: 'part' });
const rule = (): Content => ({ canvas: [{ type: 'line', x1: 0, y1: 0, x2: 499, y2: 0, lineWidth: 0.6 }] });
const words = (text: string): string => text.replaceAll('-', ' ');
const shown = (value: number | boolean | string | null): string => (value === null ? 'not known' : value === true ? 'yes' : value === false ? 'no' : String(value));

function measureTable(measure: MeasureReview, timeZone: string): Content[] {
  const { name, series, fromBaseline, percent, responder30, responder50, responder, remission, importantChangeReached, deteriorated, response, substantialResponse } = measure;
  const judged: [string, number | boolean | null][] = [['change from baseline', fromBaseline], ['better in percent', percent], ['30 % better', responder30], ['50 % better', responder50], ['responder by its own rule', responder], ['remission', remission], ['important change', importantChangeReached], ['deteriorated', deteriorated]];
  const parts: Content[] = [
    { text: name, bold: true, margin: [0, 6, 0, 2] },
    ...[responseLine(30, response, timeZone), responseLine(50, substantialResponse, timeZone)].flat(),
    { text: judged.filter(([, value]) => value !== null).map(([what, value]) => `${what}: ${shown(value)}`).join(' · '), style: 'small' },
    table(['date', 'after sessions', 'pulses', 'score', 'severity', 'change', 'better in percent', 'MME'], series.map(({ assessedAt, sessionNumber, cumulativePulses, score, severity, fromBaseline: change, percent: better, dailyMme }) => [localDate(Date.parse(assessedAt), timeZone), String(sessionNumber), String(cumulativePulses), score === null ? 'no score' : String(score), severity ?? '', change === null ? '' : String(change), better === null ? '' : String(better), dailyMme === null ? '' : String(dailyMme)]), 'No scores yet.'),
  ];
  // A short table is not torn from its name by the end of a page.
  return [{ stack: parts, unbreakable: series.length <= MOST_ROWS_TOGETHER }];
}

function responseLine(percent: number, response: ReviewResponse | null, timeZone: string): Content[] {
  if (!response) return [];
  const { sessions, days, heldDays, lostAt } = response;
  return [{ text: `${percent} % better first after ${counted(sessions, 'session')}, ${counted(days, 'day')} after the baseline; held for ${counted(heldDays, 'day')}${lostAt === null ? '' : `, lost on ${localDate(Date.parse(lostAt), timeZone)}`}.`, style: 'small' }];
}

const dueTable = ({ due }: CourseReview): Content => table(['what', 'when', 'state', 'which'], due.map(({ what, detail, dueOn, state }) => [words(what), dueOn ?? 'now', state, detail]), 'Nothing.');

const plainMeasure = ({ name, baseline, latest, percent }: MeasureReview): Content[] => [
  { text: baseline?.score === undefined || baseline.score === null || latest?.score === undefined ? `${name}: not enough answers yet.` : `${name}: ${baseline.score} at the beginning, ${shown(latest.score)} now${percent === null ? '' : ` (${betterInWords(percent)})`}.`, margin: [0, 2, 0, 2] },
];

const diary = ({ painDiary }: CourseReview): Content[] => (painDiary.length === 0 ? [] : [part('Pain, week by week'), table(['week from', 'days with a score', 'mean'], painDiary.map(({ from, days, mean }) => [from, String(days), mean === null ? 'too few days' : String(mean)]), '')]);

function adherence({ adherence: { planned, delivered, scheduled, aborted, missed, cancelled, percent, reasons } }: CourseReview, audience: Audience): Content {
  const all = `planned ${planned}, delivered ${delivered}, still booked ${scheduled}, stopped early ${aborted}, missed ${missed}, cancelled ${cancelled}; ${shown(percent)} % of those due were delivered.${reasons.length > 0 ? ` Not had: ${reasons.map(({ status, reason, sessions }) => `${sessions} ${words(status)} (${reason ?? 'no reason written'})`).join('; ')}.` : ''}`;
  return { text: audience === 'patient' ? `${delivered} of ${planned} sessions done, ${scheduled} booked.` : all };
}

const doseLine = ({ dose: { prescribedPulses, deliveredPulses, percent, sessionsBelowPrescription } }: CourseReview): Content => ({
  text: `Pulses prescribed for these sessions ${shown(prescribedPulses)}, delivered ${deliveredPulses} (${shown(percent)} %); sessions below prescription: ${sessionsBelowPrescription}.`,
  margin: [0, 3, 0, 0],
});

const thresholds = ({ motorThresholds }: CourseReview, timeZone: string): Content[] => [
  part('Motor threshold'),
  table(['date', '% of maximum output', 'method', 'side'], motorThresholds.map(({ measuredAt, percentMso, method, hemisphere }) => [localDate(Date.parse(measuredAt), timeZone), String(percentMso), method, hemisphere]), 'None measured.'),
];

const events = ({ adverseEvents }: CourseReview, timeZone: string): Content =>
  table(['date', 'event', 'grade', 'serious'], adverseEvents.map(({ occurredAt, category, grade, serious }) => [localDate(Date.parse(occurredAt), timeZone), words(category), String(grade), shown(serious)]), 'None recorded.');

const medications = ({ medications: list }: CourseReview): Content =>
  table(['name', 'dose', 'frequency', 'from', 'to', 'MME a day'], list.map(({ name, dose, frequency, startedOn, stoppedOn, dailyMme }) => [name, dose, frequency, startedOn, stoppedOn ?? '', dailyMme === null ? '' : String(dailyMme)]), 'None recorded.');

const adjuncts = ({ adjuncts: list }: CourseReview): Content =>
  table(['kind', 'plan', 'from', 'to'], list.map(({ kind, plan, startedOn, endedOn }) => [words(kind), plan, startedOn, endedOn ?? '']), 'None recorded.');

const authorisations = ({ authorisations: list }: ReportFacts): Content =>
  table(['payer', 'reference', 'sessions', 'from', 'to'], list.map(({ payer, reference, sessionsApproved, validFrom, validTo }) => [payer, reference, String(sessionsApproved), validFrom, validTo]), 'None recorded.');
