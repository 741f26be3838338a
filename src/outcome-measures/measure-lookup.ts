import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { conflict } from '../platform/errors/refusal.js';
import { customInstrument, eq5d5lWith, findInstrument, INSTRUMENTS, type CustomMeasure, type Instrument } from './scoring/index.js';
import { chosenValueSet } from './value-sets/value-sets.queries.js';

/** The measure of that code: one that the product brings, with the values that the clinic chose, or the latest version of the clinic's own. */
export async function findMeasure(reader: Reader, code: string): Promise<Instrument | undefined> {
  const instrument = findInstrument(code);
  if (instrument?.valueSet) return eq5d5lWith(await chosenValueSet(reader));
  return instrument ?? (await findClinicMeasure(reader, code));
}

/** A clinic's own measure in the version that an assessment keeps, or else in its latest. */
export async function findClinicMeasure(reader: Reader, code: string, version?: string): Promise<Instrument | undefined> {
  const row = await reader.maybe<{ definition: CustomMeasure }>(sql`
    select definition from clinic_measures
    where clinic_id = ${reader.actor.clinicId} and code = ${code} and (${version ?? null}::text is null or version::text = ${version ?? null}::text)
    order by version desc limit 1`);
  return row && customInstrument(row.definition);
}

/** The clinic's own measures, each in its latest version, by code. */
export async function clinicMeasures(reader: Reader): Promise<Instrument[]> {
  const rows = await reader.many<{ definition: CustomMeasure }>(sql`
    select distinct on (code) definition from clinic_measures where clinic_id = ${reader.actor.clinicId} order by code, version desc`);
  return rows.map(({ definition }) => customInstrument(definition));
}

export const needsLicence = ({ licence }: Pick<Instrument, 'licence'>): boolean => licence.status === 'permission-needed';

/** Codes of the measures that this clinic may not use until it says that it holds the licence. */
export async function measuresWithoutLicence(reader: Reader): Promise<ReadonlySet<string>> {
  const held = await reader.many<{ measure: string }>(sql`
    select measure from licence_statements where clinic_id = ${reader.actor.clinicId} and withdrawn_at is null`);
  const codes = new Set(held.map(({ measure }) => measure));
  return new Set(INSTRUMENTS.filter((instrument) => needsLicence(instrument) && !codes.has(instrument.code)).map(({ code }) => code));
}

/** @throws Refusal 409 `licence-required` */
export async function requireLicence(reader: Reader, instrument: Instrument): Promise<void> {
  if (!needsLicence(instrument)) return;
  if ((await measuresWithoutLicence(reader)).has(instrument.code)) {
    throw conflict('licence-required', `${instrument.name} belongs to ${instrument.licence.holder}. An admin states first that the clinic may use it.`, { measure: instrument.code });
  }
}
