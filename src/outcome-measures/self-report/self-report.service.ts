import { record } from '../../audit/index.js';
import type { Work } from '../../platform/database/work.js';
import { withdrawMail } from '../../platform/outbox/index.js';
import { conflict, InvalidRequest, invalid } from '../../platform/errors/refusal.js';
import { recordAssessment } from '../assessments/assessments.service.js';
import { raiseSuicidality, restateSuicidality } from '../assessments/suicidality.js';
import { validateAnswers, type Instrument } from '../scoring/index.js';
import type { OpenReport } from './open-report.js';
import { answerTo, isAlarming, periodOf, questionsFor, withoutOrphans, type Question } from './questions.js';
import { SelfReportLink, type Draft } from './self-report-link.entity.js';

/** Whoever comes back to a question after so long was away meanwhile; our default. */
const LONGEST_THOUGHT_MS = 10 * 60_000;

/** What came of saving or sending: whether somebody should be told at once where help is. */
export interface Saved {
  readonly draft: Draft;
  readonly needsHelp: boolean;
}

/** The first question is there to read from now on. */
export async function start(work: Work, report: OpenReport): Promise<void> {
  await work.update(SelfReportLink, report.id, { askedAt: work.now });
  record(work, { action: 'self-report.started', subject: { type: 'self-report-link', id: report.id }, patientId: report.patientId });
}

/** How long each measure has taken when one of its questions is answered now. */
export function timed({ askedAt, measureMilliseconds }: OpenReport, measure: string, nowMs: number): Record<string, number> {
  if (askedAt === null) return { ...measureMilliseconds };
  const spent = Math.min(Math.max(0, nowMs - Date.parse(askedAt)), LONGEST_THOUGHT_MS);
  return { ...measureMilliseconds, [measure]: (measureMilliseconds[measure] ?? 0) + spent };
}

/**
 * Keeps one answer until the whole is sent; null is a question passed over. An answer that points to suicidality raises
 * its alert in this very transaction: nobody has to press "send" to be noticed, and sending it raises no second one.
 */
export async function saveAnswer(work: Work, report: OpenReport, { measure, item }: Question, answer: number | null): Promise<Saved> {
  const draft = withoutOrphans(report.instruments, { ...report.draft, [measure]: { ...report.draft[measure], [item.code]: answer } });
  const isNew = isAlarming(report.instruments, draft) && !isAlarming(report.instruments, report.draft);
  let told = false;
  for (const instrument of report.instruments) {
    const { patientId, courseId } = report;
    const raised = await raiseSuicidality(work, { patientId, courseId, measure: instrument.code, form: formOf(report, instrument.code) }, instrument.score(draft[instrument.code] ?? {}));
    told ||= raised;
  }
  await work.update(SelfReportLink, report.id, { draft, startedAt: report.startedAt ?? work.now, askedAt: work.now, measureMilliseconds: timed(report, measure, work.nowMs), ...(told && { alertedAt: work.now }) });
  record(work, { action: 'self-report.answer-saved', subject: { type: 'self-report-link', id: report.id }, patientId: report.patientId });
  return { draft, needsHelp: isNew || told };
}

/** Sends the answers: each measure that was answered becomes an assessment, with its alerts, all or nothing. */
export async function submit(work: Work, report: OpenReport, given: Draft): Promise<Saved> {
  if (report.answeredToday) throw conflict('answered-today', 'Today’s question is answered; the next one comes tomorrow.');
  const draft = withoutOrphans(report.instruments, merged(report, given));
  const answered = report.instruments.filter(({ code }) => Object.values(draft[code] ?? {}).some((answer) => answer !== null));
  if (answered.length === 0) throw invalid('/answers', 'nothing-answered', 'must hold at least one answer');
  for (const one of answered) await recordAssessment(work, assessmentOf(report, one, draft[one.code] ?? {}), formOf(report, one.code));
  for (const { code, score } of report.instruments.filter((one) => !answered.includes(one))) await restateSuicidality(work, { measure: code, form: formOf(report, code) }, score({}));
  const diary = report.kind === 'pain-diary';
  await work.update(SelfReportLink, report.id, {
    draft: {}, askedAt: null, measureMilliseconds: {},
    ...(diary ? { answeredOn: report.today, startedAt: null, alertedAt: null } : { usedAt: work.now, startedAt: report.startedAt ?? work.now }),
  });
  record(work, { action: 'self-report.sent', subject: { type: 'self-report-link', id: report.id }, patientId: report.patientId, after: { measures: answered.map(({ code }) => code) } });
  if (diary) await withdrawMail(work, report.id); // today's question needs no mail any more
  return { draft, needsHelp: isAlarming(report.instruments, draft) };
}

/** Reads answers that came as JSON. @throws InvalidRequest with a pointer to each impossible one */
export function readDraft(instruments: readonly Instrument[], answers: Record<string, unknown>): Draft {
  const [only] = instruments;
  const flat = instruments.length === 1 && only !== undefined && !Object.hasOwn(answers, only.code);
  const byMeasure: Record<string, unknown> = flat ? { [only.code]: answers } : answers;
  const faults = Object.entries(byMeasure).flatMap(([code, given]) => {
    const at = flat ? '/answers' : `/answers/${code.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const instrument = instruments.find((one) => one.code === code);
    if (!instrument) return [{ pointer: at, code: 'unknown-measure', message: 'is not asked for here' }];
    return validateAnswers(instrument, given).map((fault) => ({ ...fault, pointer: at + fault.pointer.slice('/answers'.length) }));
  });
  if (faults.length > 0) throw new InvalidRequest(faults);
  return byMeasure as Draft;
}

/** How many questions there are, and how many have an answer. */
export function progressOf(report: Pick<OpenReport, 'instruments'>, draft: Draft): { count: number; answered: number } {
  const questions = questionsFor(report.instruments, draft);
  return { count: questions.length, answered: questions.filter((question) => typeof answerTo(question, draft) === 'number').length };
}

function merged({ instruments, draft }: OpenReport, given: Draft): Draft {
  return Object.fromEntries(instruments.map(({ code }) => [code, { ...draft[code], ...given[code] }]));
}

/** How long it took is known where answers came one by one: from the start, each question until its answer. */
function assessmentOf({ patientId, courseId, kiosk, measureMilliseconds, recallPeriod, answeredBy }: OpenReport, instrument: Instrument, answers: Record<string, number | null>): Parameters<typeof recordAssessment>[1] {
  const taken = measureMilliseconds[instrument.code];
  const period = periodOf(instrument, recallPeriod);
  const circumstances = { enteredBy: answeredBy, place: kiosk ? ('clinic' as const) : ('home' as const), ...(taken !== undefined && { durationSeconds: Math.round(taken / 1000) }), ...(period !== undefined && { recallPeriod: period }) };
  return { patientId, ...(courseId !== null && { courseId }), measure: instrument.code, answers, ...circumstances };
}

/** One form of a report: a link is used once, and a diary asks nothing that could alarm. */
const formOf = ({ id }: OpenReport, measure: string): string => `${id}/${measure}`;
