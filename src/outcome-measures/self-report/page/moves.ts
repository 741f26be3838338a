import type { Work } from '../../../platform/database/work.js';
import { InvalidRequest, notFound } from '../../../platform/errors/refusal.js';
import { validateAnswers } from '../../scoring/index.js';
import type { OpenReport } from '../open-report.js';
import { answerTo, questionsFor, type Question } from '../questions.js';
import { saveAnswer, start, submit, timed } from '../self-report.service.js';
import type { Draft } from '../self-report-link.entity.js';
import { pageWords, type Language } from '../words/index.js';
import type { PageForm, PageQuery } from './page.dto.js';
import { help, keyOf, message, question, review, welcome, type Screen } from './screens.js';

/** How long a clinic's tablet shows a question that nobody answers, and the thanks. */
export const KIOSK_IDLE_SECONDS = 300;
export const THANKS_SECONDS = 15;

/** What the address asks to see. */
export function screenFor(report: OpenReport, { lang, q, show }: PageQuery): Screen {
  const language = lang ?? report.language;
  const words = pageWords(language);
  if (report.answeredToday) return message(words.thanksTitle, words.thanksDiary);
  if (show === 'help') return help(report.kiosk, language, q === undefined ? addressOf(language, undefined) : `?lang=${language}&q=${encodeURIComponent(q)}`, report.helpLines);
  if (show === 'review') return review(report, language);
  if (q === undefined) return welcome(report, language);
  return question(report, named(report, q), language, show === 'wrong');
}

/** Does what a form asks, and says where to go next: an address of this report, or of a page that knows nobody. */
export async function moveOn(work: Work, report: OpenReport, { move, lang, q, value }: PageForm): Promise<string> {
  if (report.answeredToday) return `?lang=${lang}`;
  if (move === 'start') {
    await start(work, report);
    return addressOf(lang, firstOpen(report.instruments, report.draft));
  }
  if (move === 'send') return sent(work, report, lang);
  const one = named(report, q ?? '');
  const answer = move === 'skip' ? null : numberIn(value ?? '');
  if (answer === undefined || validateAnswers({ items: [one.item] }, { [one.item.code]: answer }).length > 0) return `?lang=${lang}&q=${keyOf(one)}&show=wrong`;
  if (report.kind === 'pain-diary' && answer !== null) return sent(work, { ...report, measureMilliseconds: timed(report, one.measure, work.nowMs) }, lang, { [one.measure]: { [one.item.code]: answer } });
  const { draft, needsHelp } = await saveAnswer(work, report, one, answer);
  const next = addressOf(lang, following(report, draft, one));
  return needsHelp ? `${next.replace('&show=review', '')}&show=help` : next;
}

async function sent(work: Work, report: OpenReport, lang: Language, answers: Draft = {}): Promise<string> {
  try {
    const { needsHelp } = await submit(work, report, answers);
    const how = [report.kiosk && 'kiosk', needsHelp && 'help'].filter(Boolean).join('-') || (report.kind === 'pain-diary' ? 'diary' : '');
    return `/self-report/done?lang=${lang}${how === '' ? '' : `&how=${how}`}`;
  } catch (fault) {
    // Nothing was answered: nothing was written either, and the page says so.
    if (fault instanceof InvalidRequest) return `?lang=${lang}&show=review`;
    throw fault;
  }
}

/** @throws Refusal 404 for a question that is not asked here */
function named(report: OpenReport, key: string): Question {
  const one = questionsFor(report.instruments, report.draft).find((other) => keyOf(other) === key);
  if (!one) throw notFound();
  return one;
}

const firstOpen = (instruments: OpenReport['instruments'], draft: Draft): Question | undefined => {
  const all = questionsFor(instruments, draft);
  return all.find((one) => answerTo(one, draft) === undefined);
};

function following(report: OpenReport, draft: Draft, one: Question): Question | undefined {
  const all = questionsFor(report.instruments, draft);
  return all[all.findIndex((other) => keyOf(other) === keyOf(one)) + 1];
}

const addressOf = (language: Language, one: Question | undefined): string => (one ? `?lang=${language}&q=${keyOf(one)}` : `?lang=${language}&show=review`);

/** A decimal comma is a decimal point; what is no number is undefined. */
function numberIn(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,4}(?:\.\d{1,3})?$/.test(plain) ? Number(plain) : undefined;
}
