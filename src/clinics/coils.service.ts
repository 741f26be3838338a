import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { requireMatch } from '../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import type { CoilChange, CoilView } from './device-check.dto.js';
import { Coil } from './device-check.entities.js';
import { readDevice } from './resources.service.js';

const VIEW = sql`id, device_id as "deviceId", name, serial_number as "serialNumber", pulses, sessions, pulse_limit as "pulseLimit", case when pulse_limit > pulses then pulse_limit - pulses when pulse_limit is not null then 0 end as "pulsesLeft",
  first_used_at as "firstUsedAt", last_used_at as "lastUsedAt"`;

/** Where a record of delivery names no coil, the device has one that needs no name. */
const UNNAMED = 'standard';

/** Counts what a session gave; called once for each, in the commit that records it. */
export async function countCoilUse(work: Work, deviceId: string, coil: string | null, pulses: number): Promise<void> {
  await work.run(sql`
    insert into coils (clinic_id, id, device_id, name, pulses, sessions, first_used_at, last_used_at)
    values (${work.actor.clinicId}, ${newId()}, ${deviceId}, ${coil ?? UNNAMED}, ${pulses}, 1, ${work.now}, ${work.now})
    on conflict on constraint coils_name_key do update
      set pulses = coils.pulses + excluded.pulses, sessions = coils.sessions + 1, last_used_at = excluded.last_used_at`);
}

export function readCoil(reader: Reader, deviceId: string, id: string): Promise<CoilView> {
  return reader.one<CoilView>(sql`select ${VIEW} from coils where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} and id = ${id}`);
}

export async function listCoils(reader: Reader, deviceId: string, query: PageQuery): Promise<Page<CoilView>> {
  await readDevice(reader, deviceId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await reader.many<CoilView>(sql`
    select ${VIEW} from coils
    where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

export async function changeCoil(work: Work, deviceId: string, id: string, ifMatch: string | undefined, change: CoilChange): Promise<CoilView> {
  await work.one(sql`select 1 as locked from coils where clinic_id = ${work.actor.clinicId} and device_id = ${deviceId} and id = ${id} for update`);
  const before = await readCoil(work, deviceId, id);
  requireMatch(ifMatch, before);
  await work.update(Coil, id, { ...change });
  const after = await readCoil(work, deviceId, id);
  record(work, { action: 'coil.changed', subject: { type: 'coil', id }, before, after });
  return after;
}
