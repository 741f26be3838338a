import { raiseAlert } from '../../alerts/index.js';
import { record } from '../../audit/index.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, InvalidRequest, invalid } from '../../platform/errors/refusal.js';
import { recordAssessment } from '../assessments/assessments.service.js';
import { validateAnswers, type Instrument } from '../scoring/index.js';
import type { OpenReport } from './open-report.js';
import { answerTo, pointsToSuicidality, questionsFor, withoutOrphans, type Question } from './questions.js';
import { SelfReportLink, type Draft } from './self-report-link.entity.js';

/** What came of saving or sending: whether somebody should be told at once where help is. */
export interface Saved {
  readonly draft: Draft;
  readonly needsHelp: boolean;
}

/**
 * Keeps one answer until the whole is sent; null is a question passed over. An answer that points to suicidality raises
 * its alert in this very transaction: nobody has to press "send" to be noticed.
 */
export async function saveAnswer(work: Work, report: OpenReport, { measure, item }: Question, answer: number | null): Promise<Saved> {
  const draft = withoutOrphans(report.instruments, { ...report.draft, [measure]: { ...report.draft[measure], [item.code]: answer } });
  const before = pointsToSuicidality(report.instruments, report.draft);
  const after = pointsToSuicidality(report.instruments, draft);
  const alerting = after && report.alertedAt === null;
  await work.update(SelfReportLink, report.id, { draft, startedAt: report.startedAt ?? work.now, ...(alerting && { alertedAt: work.now }) });
  record(work, { action: 'self-report.answer-saved', subject: { type: 'self-report-link', id: report.id }, patientId: report.patientId });
  if (alerting) await alert(work, report);
  return { draft, needsHelp: after && !before };
}

/** Sends the answers: each measure that was answered becomes an assessment, with its alerts, all or nothing. */
export async function submit(work: Work, report: OpenReport, given: Draft): Promise<Saved> {
  if (report.answeredToday) throw conflict('answered-today', 'Today’s question is answered; the next one comes tomorrow.');
  const draft = withoutOrphans(report.instruments, merged(report, given));
  const answered = report.instruments.filter(({ code }) => Object.values(draft[code] ?? {}).some((answer) => answer !== null));
  if (answered.length === 0) throw invalid('/answers', 'nothing-answered', 'must hold at least one answer');
  const startedAtMs = Date.parse(report.startedAt ?? work.now);
  for (const { code } of answered) await recordAssessment(work, assessmentOf(report, code, draft[code] ?? {}, Math.round((work.nowMs - startedAtMs) / 1000)));
  const diary = report.kind === 'pain-diary';
  await work.update(SelfReportLink, report.id, {
    draft: {},
    ...(diary ? { answeredOn: report.today, startedAt: null, alertedAt: null } : { usedAt: work.now, startedAt: report.startedAt ?? work.now }),
  });
  record(work, { action: 'self-report.sent', subject: { type: 'self-report-link', id: report.id }, patientId: report.patientId, after: { measures: answered.map(({ code }) => code) } });
  return { draft, needsHelp: pointsToSuicidality(report.instruments, draft) };
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

function assessmentOf({ patientId, courseId, kiosk }: OpenReport, measure: string, answers: Record<string, number | null>, durationSeconds: number): Parameters<typeof recordAssessment>[1] {
  const circumstances = { enteredBy: 'patient' as const, place: kiosk ? ('clinic' as const) : ('home' as const), durationSeconds: Math.min(durationSeconds, 86_400) };
  return { patientId, ...(courseId !== null && { courseId }), measure, answers, ...circumstances };
}

async function alert(work: Work, { patientId, courseId }: OpenReport): Promise<void> {
  await raiseAlert(work, {
    patientId,
    ...(courseId !== null && { courseId }),
    kind: 'suicidality',
    severity: 'critical',
    summary: 'An answer in a self-report that is being filled in right now points to suicidality: assess the risk today.',
  });
}
