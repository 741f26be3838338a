import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { decrementsOf, DEFAULT_VALUE_SET, VALUE_SETS, type ValueSet } from '../scoring/index.js';
import type { NewValueSet } from './value-sets.dto.js';

/** One that the product brings, or the clinic's own in the version that a score keeps, or else in its latest. */
export async function findValueSet(reader: Reader, code: string, version?: string): Promise<ValueSet | undefined> {
  const product = VALUE_SETS.find((set) => set.code === code);
  if (product) return product;
  const row = await reader.maybe<{ version: string; definition: NewValueSet }>(sql`
    select version::text as version, definition from measure_value_sets
    where clinic_id = ${reader.actor.clinicId} and code = ${code} and (${version ?? null}::text is null or version::text = ${version ?? null}::text)
    order by measure_value_sets.version desc limit 1`);
  if (!row) return undefined;
  const { name, country, source, constant = 0, coefficients } = row.definition;
  return { code, version: row.version, name, country, source, constant, decrements: decrementsOf(coefficients).decrements };
}

/** What makes the score where nothing else is told. */
export async function chosenValueSet(reader: Reader): Promise<ValueSet> {
  const row = await reader.maybe<{ code: string }>(sql`select value_set as code from measure_settings where clinic_id = ${reader.actor.clinicId}`);
  return (row && (await findValueSet(reader, row.code))) ?? DEFAULT_VALUE_SET;
}
