import { record } from '../../audit/index.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { InvalidRequest, type Fault } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { newId } from '../../platform/kernel/uuid.js';
import { clinicSafetyLimits, DEFAULT_SAFETY_LIMITS, type SafetyLimitName, type SafetyLimits } from '../safety/index.js';
import type { OwnSafetyLimit, SafetyLimitsChange, SafetyLimitsView } from './safety-limits.dto.js';

/** What a clinic has set itself; `clinicSafetyLimits` makes of it what is in force. */
export type OwnLimits = Partial<Record<SafetyLimitName, number>>;

/** The same within another statement, as a column. */
export const ownLimitsOf = (clinicId: string): Sql => sql`coalesce((select l.limits from safety_limits l where l.clinic_id = ${clinicId}), '{}')`;

/** The limits by which doses and sessions of this clinic are judged. */
export async function safetyLimits(reader: Reader): Promise<SafetyLimits> {
  return clinicSafetyLimits((await kept(reader)).limits);
}

export async function readSafetyLimits(reader: Reader): Promise<SafetyLimitsView> {
  const { limits, revision } = await kept(reader);
  const views = (Object.entries(clinicSafetyLimits(limits)) as [SafetyLimitName, SafetyLimits[SafetyLimitName]][]).map(
    ([name, { value, unit, onlyStricter, source, provenance }]) => ({ name, value, unit, standard: DEFAULT_SAFETY_LIMITS[name].value, onlyStricter, source, provenance }),
  );
  return { id: reader.actor.clinicId, limits: views, revision };
}

/** From the next check on; what was decided under the old limits stays decided. */
export async function changeSafetyLimits(work: Work, ifMatch: string | undefined, { limits, rationale }: SafetyLimitsChange): Promise<SafetyLimitsView> {
  await work.one(sql`select 1 as locked from clinics where id = ${work.actor.clinicId} for update`);
  const before = await readSafetyLimits(work);
  requireMatch(ifMatch, before);
  const own = ownLimits(limits);
  await work.run(sql`
    insert into safety_limits (clinic_id, id, limits, revision) values (${work.actor.clinicId}, ${newId()}, ${JSON.stringify(own)}::jsonb, 1)
    on conflict on constraint safety_limits_clinic_key do update set limits = excluded.limits, revision = safety_limits.revision + 1`);
  const after = await readSafetyLimits(work);
  record(work, { action: 'safety-limits.changed', subject: { type: 'clinic', id: work.actor.clinicId }, before, after: { ...after, rationale } });
  return after;
}

async function kept(reader: Reader): Promise<{ limits: OwnLimits; revision: number }> {
  const row = await reader.maybe<{ limits: OwnLimits; revision: number }>(sql`select limits, revision from safety_limits where clinic_id = ${reader.actor.clinicId}`);
  return row ?? { limits: {}, revision: 0 };
}

/** @throws InvalidRequest for a limit told twice, one of nothing, or one laxer than a hard stop allows */
function ownLimits(limits: readonly OwnSafetyLimit[]): OwnLimits {
  const faults = limits.flatMap(({ name, value }, index): Fault[] => {
    if (limits.findIndex((other) => other.name === name) < index) return [{ pointer: `/limits/${index}/name`, code: 'told-twice', message: 'is told twice' }];
    try {
      clinicSafetyLimits({ [name]: value });
      return [];
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault;
      return [{ pointer: `/limits/${index}/value`, code: 'too-lax', message: fault.message }];
    }
  });
  if (faults.length > 0) throw new InvalidRequest(faults);
  return Object.fromEntries(limits.filter(({ name, value }) => value !== DEFAULT_SAFETY_LIMITS[name].value).map(({ name, value }) => [name, value]));
}
