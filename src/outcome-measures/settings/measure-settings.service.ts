import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { DEFAULT_VALUE_SET } from '../scoring/index.js';
import { findValueSet } from '../value-sets/value-sets.queries.js';
import type { MeasureRules, MeasureRulesView } from './measure-settings.dto.js';

export async function readMeasureRules(reader: Reader): Promise<MeasureRulesView> {
  const { clinicId } = reader.actor;
  const row = await reader.maybe<MeasureRules>(sql`
    select licensed_by_topic as "licensedByTopic", value_set as "valueSet" from measure_settings where clinic_id = ${clinicId}`);
  return { id: clinicId, licensedByTopic: row?.licensedByTopic ?? false, valueSet: row?.valueSet ?? DEFAULT_VALUE_SET.code };
}

/** @throws Refusal 412, 400 for a value set that is not there */
export async function setMeasureRules(work: Work, rules: MeasureRules, ifMatch: string | undefined): Promise<MeasureRulesView> {
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as locked from clinics where id = ${clinicId} for update`);
  const before = await readMeasureRules(work);
  requireMatch(ifMatch, before);
  if (!(await findValueSet(work, rules.valueSet))) throw invalid('/valueSet', 'unknown-value-set', 'is not a value set of the product or of this clinic');
  return change(work, before, rules);
}

/** For clinics made to try things out: every measure can be asked in them, with nobody's real patients. */
export async function askLicensedByTopic(work: Work): Promise<void> {
  const before = await readMeasureRules(work);
  await change(work, before, { ...before, licensedByTopic: true });
}

async function change(work: Work, before: MeasureRulesView, { licensedByTopic, valueSet }: MeasureRules): Promise<MeasureRulesView> {
  const { clinicId } = work.actor;
  await work.run(sql`
    insert into measure_settings (clinic_id, licensed_by_topic, value_set) values (${clinicId}, ${licensedByTopic}, ${valueSet})
    on conflict (clinic_id) do update set licensed_by_topic = excluded.licensed_by_topic, value_set = excluded.value_set`);
  const after = await readMeasureRules(work);
  record(work, { action: 'measure-rules.set', subject: { type: 'measure-settings', id: clinicId }, before, after });
  return after;
}
