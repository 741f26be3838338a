import { record } from '../../../audit/index.js';
import { sql } from '../../../platform/database/sql.js';
import type { Reader, Work } from '../../../platform/database/work.js';
import { requireMatch } from '../../../platform/http/answer.js';
import type { DiaryRules, DiaryRulesView } from './diary.dto.js';

/** Our proposal: the day is nearly over, and most people are still up. */
const ASK_AT = '19:00';

export async function readDiaryRules(reader: Reader): Promise<DiaryRulesView> {
  const { clinicId } = reader.actor;
  const row = await reader.maybe<DiaryRules>(sql`select ask_at as "askAt" from diary_settings where clinic_id = ${clinicId}`);
  return { id: clinicId, askAt: row?.askAt ?? ASK_AT };
}

export async function setDiaryRules(work: Work, { askAt }: DiaryRules, ifMatch: string | undefined): Promise<DiaryRulesView> {
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as locked from clinics where id = ${clinicId} for update`);
  const before = await readDiaryRules(work);
  requireMatch(ifMatch, before);
  await work.run(sql`
    insert into diary_settings (clinic_id, ask_at) values (${clinicId}, ${askAt}) on conflict (clinic_id) do update set ask_at = excluded.ask_at`);
  const after = await readDiaryRules(work);
  record(work, { action: 'diary-rules.set', subject: { type: 'diary-settings', id: clinicId }, before, after });
  return after;
}
