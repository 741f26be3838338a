import { record } from '../../audit/index.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict, notFound, wrongState } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import { measuresWithoutLicence, needsLicence } from '../measure-lookup.js';
import { findInstrument } from '../scoring/index.js';
import { LicenceStatement } from './licence-statement.entity.js';
import type { LicenceStatementList, LicenceStatementView, NewLicenceStatement } from './licences.dto.js';

declareConstraints({ licence_statements_live: () => conflict('already-stated', 'The clinic has already stated that it holds this licence.') });

const VIEW = sql`id, measure, reference, stated_at as "statedAt", stated_by as "statedBy", withdrawn_at as "withdrawnAt"`;

/** An admin's word that the clinic may use a measure; it is off without. */
export async function stateLicence(work: Work, measure: string, { reference }: NewLicenceStatement): Promise<LicenceStatementView> {
  const instrument = findInstrument(measure);
  if (!instrument) throw notFound();
  if (!needsLicence(instrument)) throw conflict('no-licence-needed', `${instrument.name} may be used without a statement.`);
  const id = newId();
  await work.insert(LicenceStatement, { id, measure, reference, statedAt: work.now, statedBy: work.actor.staffId ?? null });
  const after = await readStatement(work, measure, id);
  record(work, { action: 'licence.stated', subject: { type: 'licence-statement', id }, after });
  return after;
}

/** For clinics made to try things out: every measure may be used in them, with nobody's real patients. */
export async function stateEveryLicence(work: Work, reference: string): Promise<void> {
  for (const measure of await measuresWithoutLicence(work)) await stateLicence(work, measure, { reference });
}

/** What was recorded stays; nothing new is, until it is stated again. */
export async function withdrawLicence(work: Work, measure: string, id: string): Promise<LicenceStatementView> {
  await work.one(sql`select 1 as locked from licence_statements where clinic_id = ${work.actor.clinicId} and measure = ${measure} and id = ${id} for update`);
  const before = await readStatement(work, measure, id);
  if (before.withdrawnAt !== null) throw wrongState('licence statement', 'withdrawn', 'withdrawn');
  await work.update(LicenceStatement, id, { withdrawnAt: work.now });
  const after = await readStatement(work, measure, id);
  record(work, { action: 'licence.withdrawn', subject: { type: 'licence-statement', id }, before, after });
  return after;
}

export async function listStatements(reader: Reader, measure: string): Promise<LicenceStatementList> {
  if (!findInstrument(measure)) throw notFound();
  const items = await reader.many<LicenceStatementView>(sql`
    select ${VIEW} from licence_statements where clinic_id = ${reader.actor.clinicId} and measure = ${measure} order by stated_at, id`);
  return { items, nextCursor: null };
}

export function readStatement(reader: Reader, measure: string, id: string): Promise<LicenceStatementView> {
  return reader.one<LicenceStatementView>(sql`
    select ${VIEW} from licence_statements where clinic_id = ${reader.actor.clinicId} and measure = ${measure} and id = ${id}`);
}
