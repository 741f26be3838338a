import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { InvalidRequest, invalid, notFound } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import { decrementsOf, findInstrument, VALUE_SETS } from '../scoring/index.js';
import { MeasureValueSet } from './value-set.entity.js';
import type { ListedValueSet, NewValueSet, ValueSetList, ValueSetView } from './value-sets.dto.js';

/** Brings a value set, or its next version; scores keep the one that made them. @throws Refusal 404, 400 with pointers */
export async function defineValueSet(work: Work, measure: string, given: NewValueSet): Promise<ValueSetView> {
  requireValueSets(measure);
  if (VALUE_SETS.some(({ code }) => code === given.code)) throw invalid('/code', 'code-taken', 'is the code of a value set that the product brings');
  const { issues } = decrementsOf(given.coefficients);
  if (issues.length > 0) throw new InvalidRequest(issues.map(({ pointer, code, message }) => ({ pointer, code, message })));
  const { clinicId, staffId } = work.actor;
  await work.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${clinicId}/value-set/${given.code}`}, 0))`);
  const { version } = await work.one<{ version: number }>(sql`
    select coalesce(max(version), 0)::int + 1 as version from measure_value_sets where clinic_id = ${clinicId} and measure = ${measure} and code = ${given.code}`);
  const id = newId();
  await work.insert(MeasureValueSet, { id, measure, code: given.code, version, definition: given, definedAt: work.now, definedBy: staffId ?? '' });
  const after = await readValueSet(work, measure, id);
  record(work, { action: 'value-set.defined', subject: { type: 'value-set', id }, after });
  return after;
}

export async function readValueSet(reader: Reader, measure: string, id: string): Promise<ValueSetView> {
  const { definition, ...row } = await reader.one<Omit<ValueSetView, keyof NewValueSet> & { definition: NewValueSet }>(sql`
    select id, measure, version::text as version, definition, defined_at as "definedAt", defined_by as "definedBy" from measure_value_sets
    where clinic_id = ${reader.actor.clinicId} and measure = ${measure} and id = ${id}`);
  return { ...definition, ...row };
}

/** The product's, then every version of the clinic's own. */
export async function listValueSets(reader: Reader, measure: string): Promise<ValueSetList> {
  requireValueSets(measure);
  const own = await reader.many<ListedValueSet>(sql`
    select id, code, version::text as version, definition ->> 'name' as name, definition ->> 'country' as country, definition ->> 'source' as source, 'clinic' as origin
    from measure_value_sets where clinic_id = ${reader.actor.clinicId} and measure = ${measure} order by code, measure_value_sets.version`);
  const ours = VALUE_SETS.map(({ code, version, name, country, source }): ListedValueSet => ({ id: null, code, version, name, country, source, origin: 'product' }));
  return { items: [...ours, ...own], nextCursor: null };
}

function requireValueSets(measure: string): void {
  if (!findInstrument(measure)?.valueSet) throw notFound();
}
