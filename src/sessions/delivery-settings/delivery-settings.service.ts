import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { InvalidRequest, type Fault } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { newId } from '../../platform/kernel/uuid.js';
import { ALWAYS_ASKED, ALWAYS_STRICT, DEFAULT_LEVELS, type TopicLevels } from '../pre-session-check/index.js';
import type { DeliverySettingsChange, DeliverySettingsView, TopicLevel } from './delivery-settings.dto.js';

export interface DeliverySettings {
  signing: 'clinician' | 'operator' | 'operator-and-clinician';
  signatureDueHours: number;
  coilAtLimit: 'warn' | 'refuse';
  /** What differs from the default. */
  levels: TopicLevels;
  revision: number;
}

const DEFAULTS: DeliverySettings = { signing: 'clinician', signatureDueHours: 24, coilAtLimit: 'warn', levels: {}, revision: 0 };

export async function deliverySettings(reader: Reader): Promise<DeliverySettings> {
  const row = await reader.maybe<DeliverySettings>(sql`
    select signing, signature_due_hours as "signatureDueHours", coil_at_limit as "coilAtLimit", pre_session_levels as levels, revision from delivery_settings where clinic_id = ${reader.actor.clinicId}`);
  return row ?? DEFAULTS;
}

export async function readDeliverySettings(reader: Reader): Promise<DeliverySettingsView> {
  const { signing, signatureDueHours, coilAtLimit, levels, revision } = await deliverySettings(reader);
  const preSessionTopics = Object.entries({ ...DEFAULT_LEVELS, ...levels }).map(([code, level]) => ({ code, level }));
  return { id: reader.actor.clinicId, signing, signatureDueHours, coilAtLimit, preSessionTopics, revision };
}

export async function changeDeliverySettings(work: Work, ifMatch: string | undefined, change: DeliverySettingsChange): Promise<DeliverySettingsView> {
  await work.one(sql`select 1 as locked from clinics where id = ${work.actor.clinicId} for update`);
  const before = await readDeliverySettings(work);
  requireMatch(ifMatch, before);
  const current = await deliverySettings(work);
  const { signing = current.signing, signatureDueHours = current.signatureDueHours, coilAtLimit = current.coilAtLimit, preSessionTopics } = change;
  const levels = preSessionTopics ? levelsOf(preSessionTopics) : current.levels;
  await work.run(sql`
    insert into delivery_settings (clinic_id, id, signing, signature_due_hours, coil_at_limit, pre_session_levels, revision)
    values (${work.actor.clinicId}, ${newId()}, ${signing}, ${signatureDueHours}, ${coilAtLimit}, ${JSON.stringify(levels)}::jsonb, 1)
    on conflict on constraint delivery_settings_clinic_key do update
      set signing = excluded.signing, signature_due_hours = excluded.signature_due_hours, coil_at_limit = excluded.coil_at_limit, pre_session_levels = excluded.pre_session_levels, revision = delivery_settings.revision + 1`);
  const after = await readDeliverySettings(work);
  record(work, { action: 'delivery-settings.changed', subject: { type: 'clinic', id: work.actor.clinicId }, before, after });
  return after;
}

/** @throws InvalidRequest for a topic that the form does not have, one told twice, or one that no clinic may soften */
function levelsOf(topics: readonly TopicLevel[]): TopicLevels {
  const faults: Fault[] = topics.flatMap(({ code, level }, index) => {
    const fault = (name: string, message: string): Fault[] => [{ pointer: `/preSessionTopics/${index}/code`, code: name, message }];
    if (!Object.hasOwn(DEFAULT_LEVELS, code)) return fault('unknown-item', 'is not a risk of the form');
    if (topics.findIndex((other) => other.code === code) < index) return fault('told-twice', 'is told twice');
    if (ALWAYS_ASKED.has(code) && level === 'off') return fault('always-asked', 'is asked in every clinic');
    return ALWAYS_STRICT.has(code) && level !== 'stop' ? fault('always-strict', 'holds the session in every clinic') : [];
  });
  if (faults.length > 0) throw new InvalidRequest(faults);
  const different = topics.filter(({ code, level }) => DEFAULT_LEVELS[code] !== level);
  return Object.fromEntries(different.map(({ code, level }) => [code, level])) as TopicLevels;
}
