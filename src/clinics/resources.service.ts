import { record } from '../audit/index.js';
import { raw, sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict } from '../platform/errors/refusal.js';
import { requireMatch } from '../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { Device } from './device.entity.js';
import { DEVICE_FIELDS } from './read.js';
import type { DeviceChange, DeviceView, NewDevice, NewRoom, RoomChange, RoomView } from './resources.dto.js';
import { Room } from './room.entity.js';

declareConstraints({
  rooms_name_key: () => conflict('duplicate-name', 'There is a room of this name already.'),
  devices_name_key: () => conflict('duplicate-name', 'There is a device of this name already.'),
});

/** Rooms and devices are kept alike; what differs is their table and their fields. */
interface Kind {
  table: 'rooms' | 'devices';
  noun: 'room' | 'device';
  fields: Sql;
}
const ROOM: Kind = { table: 'rooms', noun: 'room', fields: sql`id, name, status` };
const DEVICE: Kind = { table: 'devices', noun: 'device', fields: DEVICE_FIELDS };

export const readRoom = (reader: Reader, id: string): Promise<RoomView> => read<RoomView>(reader, ROOM, id);
export const readDevice = (reader: Reader, id: string): Promise<DeviceView> => read<DeviceView>(reader, DEVICE, id);
export const listRooms = (reader: Reader, query: PageQuery): Promise<Page<RoomView>> => list<RoomView>(reader, ROOM, query);
export const listDevices = (reader: Reader, query: PageQuery): Promise<Page<DeviceView>> => list<DeviceView>(reader, DEVICE, query);

export async function addRoom(work: Work, { name, status = 'in-service' }: NewRoom): Promise<RoomView> {
  const id = newId();
  await work.insert(Room, { id, name, status });
  return added<RoomView>(work, ROOM, id);
}

export async function addDevice(work: Work, { status = 'in-service', modalities, ...device }: NewDevice): Promise<DeviceView> {
  const id = newId();
  await work.insert(Device, { id, ...device, modalities: [...new Set(modalities)], status });
  return added<DeviceView>(work, DEVICE, id);
}

export const changeRoom = (work: Work, id: string, ifMatch: string | undefined, change: RoomChange): Promise<RoomView> =>
  changed<RoomView>(work, ROOM, id, ifMatch, () => work.update(Room, id, { ...change }));

export const changeDevice = (work: Work, id: string, ifMatch: string | undefined, change: DeviceChange): Promise<DeviceView> =>
  changed<DeviceView>(work, DEVICE, id, ifMatch, () => work.update(Device, id, { ...change }));

function read<View extends object>(reader: Reader, { table, fields }: Kind, id: string): Promise<View> {
  return reader.one<View>(sql`select ${fields} from ${raw(table)} where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

async function list<View extends { name: string; id: string }>(reader: Reader, { table, fields }: Kind, query: PageQuery): Promise<Page<View>> {
  const [name = null, id = null] = cursorKey(query, [(member) => typeof member === 'string', (member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<View>(sql`
    select ${fields} from ${raw(table)}
    where clinic_id = ${reader.actor.clinicId} and (${name}::text is null or (name, id) > (${name}::text, ${id}::uuid))
    order by name, id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.name, row.id], (row) => row);
}

async function added<View extends object>(work: Work, kind: Kind, id: string): Promise<View> {
  const after = await read<View>(work, kind, id);
  record(work, { action: `${kind.noun}.added`, subject: { type: kind.noun, id }, after });
  return after;
}

async function changed<View extends object>(work: Work, kind: Kind, id: string, ifMatch: string | undefined, change: () => Promise<void>): Promise<View> {
  await work.one(sql`select 1 as locked from ${raw(kind.table)} where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await read<View>(work, kind, id);
  requireMatch(ifMatch, before);
  await change();
  const after = await read<View>(work, kind, id);
  record(work, { action: `${kind.noun}.changed`, subject: { type: kind.noun, id }, before, after });
  return after;
}
