import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';

/** Sessions `s` with what a message of them tells, and to whom. */
export const FROM = sql`sessions s join clinics c on c.id = s.clinic_id join patients p on p.clinic_id = s.clinic_id and p.id = s.patient_id
  join rooms r on r.clinic_id = s.clinic_id and r.id = s.room_id`;

/** On `session_notices t` and `FROM`: the patient was told where and when the session is. Another name of the room is no move. */
export const TOLD = sql`(coalesce(t.told ->> 'startsAt' = iso(s.starts_at) and coalesce(t.told ->> 'roomId' = s.room_id::text, t.told ->> 'room' = r.name), false))`;

/** Word for word: where the room is called otherwise by now, what waits is written anew. */
export const TOLD_SO = sql`(t.told is null or ${TOLD} and t.told ->> 'room' = r.name)`;

/** Of a patient whom nothing has left for: what was posted to them was withdrawn. */
export const NOTHING_LEFT = sql`'{}'::jsonb`;

export interface Telling {
  readonly id: string;
  readonly revision: number;
  readonly cancelled: boolean;
  readonly startsAt: string;
  readonly room: string;
  readonly roomId: string;
}

/** Notes what the message of this key tells. What had been told before is kept until it leaves; what it `replaces` never left, and told nothing. */
export async function noteTold(work: Work, { id, revision, cancelled, startsAt, room, roomId }: Telling, key: string, replaces: boolean): Promise<void> {
  await work.run(sql`
    insert into session_notices as t (clinic_id, session_id, revision, cancelled, told_at, told, message_key)
    values (${work.actor.clinicId}, ${id}, ${revision}, ${cancelled}, ${work.now}, ${JSON.stringify({ startsAt, roomId, room })}::jsonb, ${key})
    on conflict (clinic_id, session_id) do update set revision = excluded.revision, cancelled = excluded.cancelled, told_at = excluded.told_at, told = excluded.told, message_key = excluded.message_key,
      told_before = case when ${replaces} or t.told = ${NOTHING_LEFT} then t.told_before
        else jsonb_build_object('revision', t.revision, 'cancelled', t.cancelled, 'toldAt', t.told_at, 'told', t.told, 'key', t.message_key) end`);
}

/** The message of this key is withdrawn: told is again what has left, so that the next run says what is true then. */
export async function noteUntold(work: Work, id: string, key: string | null): Promise<void> {
  await work.run(sql`
    update session_notices set revision = coalesce((told_before ->> 'revision')::int, -1), cancelled = coalesce((told_before ->> 'cancelled')::boolean, false),
      told_at = coalesce((told_before ->> 'toldAt')::timestamptz, told_at), told = case when told_before is null then ${NOTHING_LEFT} else nullif(told_before -> 'told', 'null') end,
      message_key = told_before ->> 'key', told_before = null
    where clinic_id = ${work.actor.clinicId} and session_id = ${id} and (message_key is null or message_key = ${key})`);
}
