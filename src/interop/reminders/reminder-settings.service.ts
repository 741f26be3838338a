import { record } from '../../audit/index.js';
import { PLACES, unknownPlaces } from '../../clinics/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { InvalidRequest } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import type { ReminderRules, ReminderRulesView } from './reminders.dto.js';
import type { Templates } from './reminders.entities.js';

/** What a clinic that never chose has: no reminders, and the hours we would propose. */
const UNCHOSEN = { enabled: false, hoursBefore: [48, 3], templates: {} as Templates };

export async function readReminderRules(reader: Reader): Promise<ReminderRulesView> {
  const { clinicId } = reader.actor;
  const row = await reader.maybe<{ enabled: boolean; hoursBefore: number[]; templates: Templates }>(sql`
    select enabled, hours_before as "hoursBefore", templates from reminder_settings where clinic_id = ${clinicId}`);
  const { enabled, hoursBefore, templates } = row ?? UNCHOSEN;
  return { id: clinicId, enabled, hoursBefore, templates: Object.entries(templates).map(([language, { subject, text }]) => ({ language, subject, text })) };
}

/** @throws InvalidRequest for a place that nothing fills, so that no patient reads `{{nmae}}` */
export async function setReminderRules(work: Work, { enabled, hoursBefore, templates = [] }: ReminderRules, ifMatch: string | undefined): Promise<ReminderRulesView> {
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as locked from clinics where id = ${clinicId} for update`);
  const before = await readReminderRules(work);
  requireMatch(ifMatch, before);
  refuseUnknownPlaces(templates);
  const byLanguage = Object.fromEntries(templates.map(({ language, subject, text }) => [language, { subject, text }]));
  await work.run(sql`
    insert into reminder_settings (clinic_id, enabled, hours_before, templates)
    values (${clinicId}, ${enabled}, ${[...new Set(hoursBefore)].sort((a, b) => b - a)}::int[], ${JSON.stringify(byLanguage)}::jsonb)
    on conflict (clinic_id) do update set enabled = excluded.enabled, hours_before = excluded.hours_before, templates = excluded.templates`);
  const after = await readReminderRules(work);
  record(work, { action: 'reminders.set', subject: { type: 'reminder-settings', id: clinicId }, before, after });
  return after;
}

function refuseUnknownPlaces(templates: NonNullable<ReminderRules['templates']>): void {
  const faults = templates.flatMap(({ subject, text }, index) =>
    Object.entries({ subject, text }).flatMap(([member, words]) =>
      unknownPlaces(words).map((name) => ({ pointer: `/templates/${index}/${member}`, code: 'unknown-place', message: `knows no {{${name}}}, only ${PLACES.join(', ')}` })),
    ),
  );
  if (faults.length > 0) throw new InvalidRequest(faults);
}
