/**
 * What the patient reads, as data: one table of page words and one of questions for each language. To add a language,
 * add its two tables here and its code to `LANGUAGES`; a test names every word and question that it lacks.
 */
import type { InstrumentItem } from '../../scoring/index.js';
import { HELP_LINES_DE, PAGE_DE } from './page.de.js';
import { HELP_LINES_EN, PAGE_EN } from './page.en.js';
import { QUESTIONS_DE } from './questions.de.js';
import { QUESTIONS_EN } from './questions.en.js';
import { LANGUAGES, type FormWording, type HelpLineWords, type ItemWords, type Language, type MeasureWords, type PageWords } from './words.js';

export { LANGUAGES, type FormWording, type HelpLineWords, type Language, type PageWords } from './words.js';

interface Tables {
  readonly page: PageWords;
  readonly questions: Readonly<Record<string, MeasureWords>>;
  readonly helpLines: readonly HelpLineWords[];
}

const TABLES: Readonly<Record<Language, Tables>> = {
  en: { page: PAGE_EN, questions: QUESTIONS_EN, helpLines: HELP_LINES_EN },
  de: { page: PAGE_DE, questions: QUESTIONS_DE, helpLines: HELP_LINES_DE },
};

export const isLanguage = (text: unknown): text is Language => LANGUAGES.some((language) => language === text);

/** `de-CH` and `DE` are German; what we do not speak is English. */
export function languageOf(preferred: string | null | undefined): Language {
  const primary = (preferred ?? '').toLowerCase().split(/[-_]/)[0];
  return isLanguage(primary) ? primary : 'en';
}

export const pageWords = (language: Language): PageWords => TABLES[language].page;
export const helpLines = (language: Language): readonly HelpLineWords[] => TABLES[language].helpLines;

/** A text with its `{places}` filled in. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''));

export interface Asked {
  readonly lead: string;
  readonly ask: string;
  /** The language that `ask` is in: English where there is no translation. */
  readonly language: Language;
  readonly low: string;
  readonly high: string;
  readonly choices: readonly string[] | null;
  /** Whose wording it is, where it is a form's own. */
  readonly credit: string;
}

/** Which wording a measure comes with in a language; undefined where its questions are put in our words. */
export const formWording = (language: Language, measure: string): FormWording | undefined => TABLES[language].questions[measure]?.form;

/**
 * How a question is put in a language: in the clinic's own words where it has given them, else in ours, else by its topic
 * in the registry.
 */
export function asked(language: Language, measure: string, item: InstrumentItem, own?: Partial<MeasureWords>, period?: string): Asked {
  const product = TABLES[language].questions[measure];
  // The clinic's words are of the form's own time; over another one the question is put in ours.
  const otherwise = period === undefined ? undefined : product?.overPeriod?.[period];
  const isOwn = otherwise === undefined && own?.items !== undefined && Object.hasOwn(own.items, item.code);
  const translated = isOwn ? { lead: '', ...own, items: own.items ?? {} } : product;
  const words: ItemWords | undefined = otherwise ?? wordsOf(translated, item.code);
  const anchors = language === 'en' || words === undefined ? anchorsOf(item) : { low: '', high: '' };
  return {
    lead: words?.lead ?? translated?.lead ?? '',
    ask: words?.ask ?? item.topic,
    language: words === undefined ? 'en' : language,
    low: words?.low ?? (words === undefined && anchors.low !== '' ? anchors.low : (translated?.low ?? anchors.low)),
    high: words?.high ?? (words === undefined && anchors.high !== '' ? anchors.high : (translated?.high ?? anchors.high)),
    choices: words?.choices ?? (words?.low === undefined ? translated?.choices : undefined) ?? null,
    credit: isOwn ? '' : (formWording(language, measure)?.credit ?? ''),
  };
}

function wordsOf(measure: MeasureWords | undefined, code: string): ItemWords | undefined {
  const words = measure !== undefined && Object.hasOwn(measure.items, code) ? measure.items[code] : undefined;
  return typeof words === 'string' ? { ask: words } : words;
}

/** The registry names the ends of a scale as `0 no pain, 10 the worst`, in either order. */
function anchorsOf({ anchors = '', minimum, maximum }: InstrumentItem): { low: string; high: string } {
  const ends = new Map([...anchors.matchAll(/(\d+) ([^,]+)/g)].map(([, value, meaning]) => [Number(value), (meaning ?? '').trim()]));
  return { low: ends.get(minimum) ?? '', high: ends.get(maximum) ?? '' };
}
