import type { OpenReport } from '../open-report.js';
import { answerTo, periodOf, questionsFor, type Question } from '../questions.js';
import { progressOf } from '../self-report.service.js';
import { asked, fill, helpLines, pageWords, type HelpLineWords, type Language } from '../words/index.js';
import { html, type Html } from './html.js';

export interface Screen {
  readonly title: string;
  readonly body: Html;
}

/** A scale of more answers than this is typed in, not picked. */
const MOST_BUTTONS = 11;
const SECONDS_PER_QUESTION = 12;

export const keyOf = ({ measure, item }: Question): string => `${measure}.${item.code}`;

export function welcome(report: OpenReport, language: Language): Screen {
  const words = pageWords(language);
  const { count, answered } = progressOf(report, report.draft);
  const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(Math.max(1, Math.round((count * SECONDS_PER_QUESTION) / 60)));
  const title = report.firstName === '' ? words.greetingWithoutName : fill(words.greeting, { name: report.firstName });
  const introduction = fill(report.kind === 'pain-diary' ? words.introductionDiary : words.introduction, { clinic: report.clinic, count, minutes });
  return {
    title,
    body: html`<h1>${title}</h1><p>${introduction}</p><p class="quiet">${words.privacy}</p>
${step('start', language, html`<button class="main">${answered > 0 ? words.goOn : words.start}</button>`)}`,
  };
}

export function question(report: OpenReport, one: Question, language: Language, wrong: boolean): Screen {
  const words = pageWords(language);
  const all = questionsFor(report.instruments, report.draft);
  const number = all.findIndex((other) => keyOf(other) === keyOf(one)) + 1;
  const before = all[number - 2];
  const { lead, ask, language: spoken, credit, ...scale } = asked(language, one.measure, one.item, report.wordings[language]?.[one.measure], periodAsked(report, one));
  const progress = fill(words.progress, { number, count: all.length });
  return {
    title: `${progress}: ${ask}`,
    body: html`<p class="quiet" id="progress">${progress}</p>
<progress max="${all.length}" value="${number - 1}" aria-labelledby="progress"></progress>
${step('answer', language, html`<input type="hidden" name="q" value="${keyOf(one)}">
<h1 id="question"${spoken !== language && html` lang="${spoken}"`}>${lead !== '' && html`<span class="quiet">${lead}</span> `}${ask}</h1>
<div role="group" aria-labelledby="question">${answersTo(report, one, scale, language, wrong)}</div>`)}
${step('skip', language, html`<input type="hidden" name="q" value="${keyOf(one)}"><button class="plain">${words.skip}</button>`)}
${before && html`<a class="button plain" href="?lang=${language}&amp;q=${keyOf(before)}">${words.back}</a>`}
${credit !== '' && html`<p class="quiet">${credit}</p>`}`,
  };
}

const periodAsked = ({ instruments, recallPeriod }: OpenReport, { measure }: Question): string | undefined => {
  const instrument = instruments.find(({ code }) => code === measure);
  return instrument && periodOf(instrument, recallPeriod);
};

interface Scale {
  low: string;
  high: string;
  choices: readonly string[] | null;
}

function answersTo(report: OpenReport, one: Question, { low, high, choices }: Scale, language: Language, wrong: boolean): Html {
  const words = pageWords(language);
  const { minimum, maximum, step: grain } = one.item;
  const current = answerTo(one, report.draft);
  const ends = html`<p class="ends"><span>${minimum}: ${low}</span><span>${maximum}: ${high}</span></p>`;
  if (maximum - minimum + 1 > MOST_BUTTONS) {
    const bounds = { minimum, maximum };
    return html`${low !== '' && ends}<label for="value">${fill(words.numberBetween, bounds)}</label>
${wrong && html`<p class="notice" role="alert" id="wrong">${fill(words.numberWrong, bounds)}</p>`}
<input id="value" name="value" type="number" inputmode="decimal" min="${minimum}" max="${maximum}" step="${grain}" required${wrong && html` aria-invalid="true" aria-describedby="wrong"`} value="${current ?? ''}">
<button class="main">${words.next}</button>`;
  }
  const values = Array.from({ length: maximum - minimum + 1 }, (_unused, index) => minimum + index);
  const long = choices === null && values.length > 7;
  const button = (value: number): Html => {
    const label = choices?.[value - minimum] ?? (value === minimum ? low : value === maximum ? high : '');
    const mark = value === current && html`<span class="hidden"> (${words.yourAnswer})</span>`;
    const content = choices ? html`${label}` : html`<span class="number">${value}</span>${label !== '' && html`<span${long && html` class="hidden"`}> ${label}</span>`}`;
    return html`<button name="value" value="${value}" aria-pressed="${value === current ? 'true' : 'false'}">${content}${mark}</button>`;
  };
  return long ? html`${low !== '' && ends}<div class="scale">${values.map(button)}</div>` : html`${values.map(button)}`;
}

export function review(report: OpenReport, language: Language): Screen {
  const words = pageWords(language);
  const { count, answered } = progressOf(report, report.draft);
  const open = questionsFor(report.instruments, report.draft).find((one) => typeof answerTo(one, report.draft) !== 'number');
  const reviewLine = answered === 0 ? words.reviewNone : open ? fill(words.reviewOpen, { answered, count }) : words.reviewAll;
  return {
    title: words.reviewTitle,
    body: html`<h1>${words.reviewTitle}</h1><p>${reviewLine}</p>
${answered > 0 && step('send', language, html`<button class="main">${words.send}</button>`)}
${open && html`<a class="button" href="?lang=${language}&amp;q=${keyOf(open)}">${words.toOpenQuestions}</a>`}`,
  };
}

/** Shown the moment an answer points to suicidality, before anything else is asked. */
export function help(kiosk: boolean, language: Language, next: string | null, lines: readonly HelpLineWords[] = helpLines(language)): Screen {
  const words = pageWords(language);
  return {
    title: words.helpTitle,
    body: html`<h1>${words.helpTitle}</h1><div class="notice" role="alert"><p>${words.help}</p>${kiosk && html`<p><strong>${words.helpStaff}</strong></p>`}</div>
<dl>${lines.map(({ name, contact }) => html`<dt>${name}</dt><dd>${contact}</dd>`)}</dl>
${next !== null && html`<a class="button" href="${next}">${words.carryOn}</a>`}`,
  };
}

export const message = (title: string, ...texts: readonly string[]): Screen => ({ title, body: html`<h1>${title}</h1>${texts.map((text) => html`<p>${text}</p>`)}` });

/** One move of the patient: it goes to the address of the page itself. */
const step = (move: string, language: Language, content: Html): Html =>
  html`<form method="post" action="?"><input type="hidden" name="move" value="${move}"><input type="hidden" name="lang" value="${language}">${content}</form>`;
