import type { Reader } from '../../platform/database/work.js';
import { pointsToSuicidality } from '../assessments/suicidality.js';
import { findMeasure, measuresWithoutLicence } from '../measure-lookup.js';
import { validateAnswers, type Instrument, type InstrumentItem } from '../scoring/index.js';
import type { Draft } from './self-report-link.entity.js';

/** One question of a self-report: an item of a measure. */
export interface Question {
  readonly measure: string;
  readonly item: InstrumentItem;
}

/** Rated by a clinician, or partly by examination: nobody fills them in alone. */
const RATED_BY_CLINICIAN = ['madrs', 'ham-d17', 'dn4'];

/** Questions that come up only after another answer; they are passed over otherwise. */
const ASKED_ONLY_IF: Readonly<Record<string, Readonly<Record<string, { item: string; atLeast: number }>>>> = {
  'c-ssrs-screener': {
    q3: { item: 'q2', atLeast: 1 },
    q4: { item: 'q2', atLeast: 1 },
    q5: { item: 'q2', atLeast: 1 },
    'q6-recent': { item: 'q6', atLeast: 1 },
  },
};

/** A measure that a patient can answer without anybody's help, the clinic's own among them; undefined for any other. */
export async function selfReported(reader: Reader, code: string): Promise<Instrument | undefined> {
  return isSelfReported(code) ? findMeasure(reader, code) : undefined;
}

export const isSelfReported = (code: string): boolean => !RATED_BY_CLINICIAN.includes(code);

/** In the order given; a measure that is no longer there, or no longer licensed, is left out. */
export async function instrumentsOf(reader: Reader, measures: readonly string[]): Promise<Instrument[]> {
  const off = await measuresWithoutLicence(reader);
  const found: Instrument[] = [];
  for (const code of measures.filter((one) => !off.has(one))) {
    const instrument = await selfReported(reader, code);
    if (instrument) found.push(instrument);
  }
  return found;
}

/** What is asked in the light of the answers so far, in the form's order. */
export function questionsFor(instruments: readonly Instrument[], answers: Draft): Question[] {
  return instruments.flatMap(({ code, items }) => items.filter((item) => comesUp(code, item.code, answers)).map((item) => ({ measure: code, item })));
}

function comesUp(measure: string, item: string, answers: Draft): boolean {
  const condition = ASKED_ONLY_IF[measure]?.[item];
  return condition === undefined || (answers[measure]?.[condition.item] ?? 0) >= condition.atLeast;
}

/** The answer itself; null where the question was passed over, undefined where nothing was said yet. */
export const answerTo = ({ measure, item }: Question, answers: Draft): number | null | undefined => answers[measure]?.[item.code];

/** Over which time a measure is asked: as the invitation wishes, where the measure knows it. */
export const periodOf = ({ recallPeriods }: Pick<Instrument, 'recallPeriods'>, wish: string | null): string | undefined =>
  wish !== null && recallPeriods.includes(wish) ? wish : recallPeriods[0];

/** The answers that belong to questions that are asked, so that neither a changed mind nor a changed measure leaves an orphan behind. */
export function withoutOrphans(instruments: readonly Instrument[], answers: Draft): Draft {
  const kept: Draft = {};
  for (const { measure, item } of questionsFor(instruments, answers)) {
    const answer = answers[measure]?.[item.code];
    if (answer !== undefined && validateAnswers({ items: [item] }, { [item.code]: answer }).length === 0) (kept[measure] ??= {})[item.code] = answer;
  }
  return kept;
}

/** Whether the answers, finished or not, point to suicidality by the measure's own rule. */
export function isAlarming(instruments: readonly Instrument[], answers: Draft): boolean {
  return instruments.some((instrument) => pointsToSuicidality(instrument.score(answers[instrument.code] ?? {})));
}
