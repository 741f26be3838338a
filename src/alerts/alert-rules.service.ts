import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { requireMatch } from '../platform/http/answer.js';
import { DEFAULT_MINUTES } from './acknowledgement-clock.js';
import type { AlertRules, AlertRulesView, CrisisResource } from './alerts.dto.js';

/** Until a clinic names its own: what holds wherever the patient is. */
const CRISIS_RESOURCES: readonly CrisisResource[] = [
  { name: 'Emergency services', contact: 'Call 112 (Europe), 911 (United States, Canada) or your local number' },
  { name: '988 Suicide & Crisis Lifeline (United States, Canada)', contact: 'Call or text 988' },
  { name: 'Helplines of other countries', contact: 'findahelpline.com' },
];

export async function readAlertRules(reader: Reader): Promise<AlertRulesView> {
  const { clinicId } = reader.actor;
  const row = await reader.maybe<AlertRules>(sql`
    select critical_minutes as "criticalMinutes", warning_minutes as "warningMinutes", crisis_resources as "crisisResources"
    from alert_settings where clinic_id = ${clinicId}`);
  return { id: clinicId, ...(row ?? { ...DEFAULT_MINUTES, crisisResources: [...CRISIS_RESOURCES] }) };
}

/** Those that the clinic names itself; none until it does. */
export async function namedCrisisResources(reader: Reader): Promise<CrisisResource[]> {
  const row = await reader.maybe<{ named: CrisisResource[] }>(sql`select crisis_resources as named from alert_settings where clinic_id = ${reader.actor.clinicId}`);
  return row?.named ?? [];
}

/** Holds for alerts raised from now on; a clock that runs is not set anew. */
export async function setAlertRules(work: Work, { criticalMinutes, warningMinutes, crisisResources }: AlertRules, ifMatch: string | undefined): Promise<AlertRulesView> {
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as locked from clinics where id = ${clinicId} for update`);
  const before = await readAlertRules(work);
  requireMatch(ifMatch, before);
  await work.run(sql`
    insert into alert_settings (clinic_id, critical_minutes, warning_minutes, crisis_resources)
    values (${clinicId}, ${criticalMinutes}, ${warningMinutes}, ${JSON.stringify(crisisResources)}::jsonb)
    on conflict (clinic_id) do update set critical_minutes = excluded.critical_minutes, warning_minutes = excluded.warning_minutes,
      crisis_resources = excluded.crisis_resources`);
  const after = await readAlertRules(work);
  record(work, { action: 'alert-rules.set', subject: { type: 'alert-settings', id: clinicId }, before, after });
  return after;
}
