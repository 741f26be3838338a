import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { InvalidRequest, notFound, type Fault } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import { findMeasure, requireLicence } from '../measure-lookup.js';
import type { Instrument } from '../scoring/index.js';
import type { MeasureWordingView } from '../measures.dto.js';
import { isSelfReported } from '../self-report/questions.js';
import { formWording, LANGUAGES, type Language } from '../self-report/words/index.js';
import type { MeasureWords } from '../self-report/words/words.js';
import type { NewWording, WordingView } from './wordings.dto.js';

type Words = Omit<NewWording, 'language'>;

/** By language and measure; what is not there is asked in the words of the product. */
export type ClinicWordings = Partial<Record<Language, Record<string, Partial<MeasureWords>>>>;

/** Puts the clinic's words in place of ours. @throws Refusal 404, 409 `licence-required`, 400 with a pointer */
export async function setWording(work: Work, measure: string, { language, ...words }: NewWording): Promise<WordingView> {
  const instrument = await findMeasure(work, measure);
  if (!instrument) throw notFound();
  await requireLicence(work, instrument);
  refuseMisfit(instrument, words);
  const before = await wordingOf(work, measure, language);
  await work.run(sql`
    insert into measure_wordings (clinic_id, id, measure, language, words) values (${work.actor.clinicId}, ${newId()}, ${measure}, ${language}, ${JSON.stringify(words)}::jsonb)
    on conflict on constraint measure_wordings_measure_key do update set words = excluded.words`);
  const after = { measure, language, ...words };
  record(work, { action: 'measure.worded', subject: { type: 'measure-wording' }, ...(before && { before }), after });
  return after;
}

/** @throws Refusal 404 where the clinic has none */
export async function readWording(reader: Reader, measure: string, language: Language = 'en'): Promise<WordingView> {
  const found = await wordingOf(reader, measure, language);
  if (!found) throw notFound();
  return found;
}

/** What self-reports of these measures are asked with. */
export async function clinicWordings(reader: Reader, measures: readonly string[]): Promise<ClinicWordings> {
  const rows = await reader.many<{ measure: string; language: Language; words: Words }>(sql`
    select measure, language, words from measure_wordings where clinic_id = ${reader.actor.clinicId} and measure = any(${[...measures]}::text[])`);
  const wordings: ClinicWordings = {};
  for (const { measure, language, words } of rows) {
    const { items, ...common } = words;
    (wordings[language] ??= {})[measure] = { ...common, items: Object.fromEntries(items.map(({ code, ...item }) => [code, item])) };
  }
  return wordings;
}

/** In whose words a measure is asked in each language; none where a patient does not answer it alone. */
export async function wordingsOf(reader: Reader, measure: string): Promise<MeasureWordingView[]> {
  if (!isSelfReported(measure)) return [];
  const own = await clinicWordings(reader, [measure]);
  return LANGUAGES.map((language) => {
    if (own[language]?.[measure]) return { language, words: 'clinic' };
    const form = formWording(language, measure);
    return form ? { language, words: 'form', ...form } : { language, words: 'product' };
  });
}

async function wordingOf(reader: Reader, measure: string, language: Language): Promise<WordingView | undefined> {
  const row = await reader.maybe<{ words: Words }>(sql`
    select words from measure_wordings where clinic_id = ${reader.actor.clinicId} and measure = ${measure} and language = ${language}`);
  return row && { measure, language, ...row.words };
}

/** @throws InvalidRequest for an item that the measure does not have, one told twice, or labels that are not one for each answer */
function refuseMisfit({ items }: Instrument, words: Words): void {
  const known = new Map(items.map((item) => [item.code, item]));
  const faults = words.items.flatMap(({ code, choices }, index): Fault[] => {
    const item = known.get(code);
    if (!item) return [{ pointer: `/items/${index}/code`, code: 'unknown-item', message: 'is not an item of the measure' }];
    if (words.items.findIndex((other) => other.code === code) < index) return [{ pointer: `/items/${index}/code`, code: 'told-twice', message: 'is told twice' }];
    const answers = item.maximum - item.minimum + 1;
    const labels = choices ?? words.choices;
    if (labels === undefined || labels.length === answers) return [];
    return [{ pointer: choices ? `/items/${index}/choices` : '/choices', code: 'not-one-each', message: `needs one label for each of the ${answers} answers of ${code}` }];
  });
  if (faults.length > 0) throw new InvalidRequest(faults);
}
