import { Temporal } from 'temporal-polyfill';
import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import type { DeviceCheckView, NewDeviceCheck } from './device-check.dto.js';
import { DeviceCheck } from './device-check.entities.js';
import { readClinic } from './read.js';
import { readDevice } from './resources.service.js';

const VIEW = sql`id, device_id as "deviceId", on_date as "onDate", outcome, items, note, checked_at as "checkedAt", checked_by as "checkedBy"`;

/** Today's look at a device. It is repeated when something was mended: the last check of a day is the one that counts. */
export async function checkDevice(work: Work, deviceId: string, { items, note }: NewDeviceCheck): Promise<DeviceCheckView> {
  await readDevice(work, deviceId);
  const passed = Object.values(items).every(Boolean);
  if (!passed && note === undefined) throw invalid('/note', 'required', 'is required when anything is wrong');
  const { timeZone } = await readClinic(work);
  const id = newId();
  const onDate = Temporal.Instant.fromEpochMilliseconds(work.nowMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  await work.insert(DeviceCheck, {
    id, deviceId, onDate, outcome: passed ? 'passed' : 'failed', items: { ...items }, note: note ?? null, checkedAt: work.now, checkedBy: work.actor.staffId,
  });
  const after = await readDeviceCheck(work, deviceId, id);
  record(work, { action: 'device.checked', subject: { type: 'device', id: deviceId }, after });
  return after;
}

export function readDeviceCheck(reader: Reader, deviceId: string, id: string): Promise<DeviceCheckView> {
  return reader.one<DeviceCheckView>(sql`
    select ${VIEW} from device_checks where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} and id = ${id}`);
}

/** The latest first. */
export async function listDeviceChecks(reader: Reader, deviceId: string, query: PageQuery): Promise<Page<DeviceCheckView>> {
  await readDevice(reader, deviceId);
  const [before = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await reader.many<DeviceCheckView>(sql`
    select ${VIEW} from device_checks
    where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
