import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { InvalidRequest } from '../../platform/errors/refusal.js';
import { checkCustomMeasure, customInstrument, type CustomMeasure, type Instrument } from '../scoring/index.js';
import { ClinicMeasure } from './clinic-measure.entity.js';
import type { NewClinicMeasure } from './clinic-measures.dto.js';

/** Defines a clinic's own measure, or its next version; assessments keep the version that scored them. */
export async function defineClinicMeasure(work: Work, given: NewClinicMeasure): Promise<Instrument> {
  const { clinicId, staffId } = work.actor;
  await work.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${clinicId}/measure/${given.code}`}, 0))`);
  const { version } = await work.one<{ version: number }>(sql`
    select coalesce(max(version), 0)::int + 1 as version from clinic_measures where clinic_id = ${clinicId} and code = ${given.code}`);
  const definition: CustomMeasure = { ...given, version: String(version) };
  const faults = checkCustomMeasure(definition);
  if (faults.length > 0) throw new InvalidRequest(faults.map(({ pointer, code, message }) => ({ pointer, code, message })));
  await work.insert(ClinicMeasure, { code: given.code, version, definition, definedAt: work.now, definedBy: staffId ?? '' });
  record(work, { action: 'measure.defined', subject: { type: 'outcome-measure', id: clinicId }, after: definition });
  return customInstrument(definition);
}
