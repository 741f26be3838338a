import { openIntervals, type Busy, type Calendar, type CalendarDevice, type CalendarOperator, type Claim, type ResourceKind } from './calendar.js';
import { contains, merge, type Interval } from './intervals.js';
import type { PlacementRequest } from './placement-request.js';
import type { Obstacle, ReasonCode } from './reasons.js';
import { localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

/** The resource that a session is given, or why none can be; that is asked for once in many tries. */
export type Choice<Chosen = { id: string }> = Chosen | { obstacle: () => Obstacle };

const refusal = (code: ReasonCode, message: string): { obstacle: () => Obstacle } => ({ obstacle: () => ({ code, message }) });

/** A device and an operator who may use it: the first free pair, devices in order. */
export function chooseDeviceAndOperator(calendar: Calendar, busy: Busy, request: PlacementRequest, session: Interval): { deviceId: string; operatorId: string } | { obstacles: () => { device: Obstacle[]; operator: Obstacle[] } } {
  const devices = freeDevices(calendar, busy, request, session);
  if ('obstacle' in devices) return { obstacles: () => ({ device: [devices.obstacle()], operator: obstacleIn(chooseOperator(calendar, busy, request, session, undefined)) }) };
  const [device, ...others] = devices.free;
  const operator = chooseOperator(calendar, busy, request, session, device);
  if (device && 'id' in operator) return { deviceId: device.id, operatorId: operator.id };
  for (const other of others) {
    const another = chooseOperator(calendar, busy, request, session, other);
    if ('id' in another) return { deviceId: other.id, operatorId: another.id };
  }
  return { obstacles: () => ({ device: [], operator: obstacleIn(operator) }) };
}

const obstacleIn = (choice: Choice): Obstacle[] => ('obstacle' in choice ? [choice.obstacle()] : []);

/**
 * Free devices that deliver what is asked, the preferred one first; only the first of them where no operator was trained
 * for one kind of coil alone: then whoever is free is so for every device.
 */
function freeDevices(calendar: Calendar, busy: Busy, request: PlacementRequest, session: Interval): Choice<{ free: CalendarDevice[] }> {
  const { deviceId, modality, preferredDeviceId } = request;
  const working = calendar.devices.filter(({ id, inService }) => inService && (deviceId === undefined || id === deviceId));
  if (working.length === 0) return refusal('device-down', deviceId === undefined ? 'No device is in service.' : 'The device is out of service.');
  const suitable = working.filter(({ modalities }) => modality === undefined || modalities.includes(modality));
  if (suitable.length === 0) return refusal('device-unsuitable', deviceId === undefined ? `No device in service delivers ${modality}.` : `The device does not deliver ${modality}.`);
  const date = localDate(session.startMs, calendar.zone);
  const checked = suitable.filter((device) => device.failedCheckOn !== date && session.startMs >= checkEndsMs(calendar, device, date));
  if (checked.length === 0) return refusal('device-down', failedAll(suitable, date) ? `${suitable.length === 1 ? 'The device' : 'Every device'} failed its check of that day.` : 'That time of the day is kept for the daily check.');
  const free: CalendarDevice[] = [];
  for (const device of preferredFirst(checked, preferredDeviceId)) {
    if (!busy.isFree('device', device.id, occupiedOf(calendar, device, session))) continue;
    free.push(device);
    if (!coilsMatter(calendar)) break;
  }
  if (free.length > 0) return { free };
  return { obstacle: () => obstacleOf('device', checked.flatMap((device) => busy.inTheWay('device', device.id, occupiedOf(calendar, device, session))), checked.length, { code: 'device-down', by: 'downtime', message: 'out of use' }) };
}

const failedAll = (devices: readonly CalendarDevice[], date: string): boolean => devices.every(({ failedCheckOn }) => failedCheckOn === date);

function checkEndsMs(calendar: Calendar, { dailyCheckMinutes = 0 }: CalendarDevice, date: string): number {
  return dailyCheckMinutes === 0 ? -Infinity : (openIntervals(calendar, date)[0]?.startMs ?? -Infinity) + dailyCheckMinutes * MINUTE_MS;
}

/** A device is taken beyond its session until it is set up anew and its coil has cooled, whichever takes longer. */
export function occupiedOf({ turnoverMinutes }: Pick<Calendar, 'turnoverMinutes'>, device: Pick<CalendarDevice, 'coolingMinutes'> | undefined, { startMs, endMs }: Interval): Interval {
  return { startMs, endMs: endMs + Math.max(turnoverMinutes, device?.coolingMinutes ?? 0) * MINUTE_MS };
}

export function chooseRoom(calendar: Calendar, busy: Busy, { roomId, sharing }: PlacementRequest, needed: Interval): Choice {
  const rooms = calendar.rooms.filter(({ id, inService }) => inService && (roomId === undefined || id === roomId));
  if (rooms.length === 0) return refusal('no-room', roomId === undefined ? 'No room is in service.' : 'The room is out of service.');
  return firstFree('room', idsOf(rooms), busy, needed, { code: 'no-room', by: 'downtime', message: 'out of use' }, sharing);
}

/** @param device undefined while none was found: then only what holds with every coil is looked at */
function chooseOperator(calendar: Calendar, busy: Busy, request: PlacementRequest, needed: Interval, device: CalendarDevice | undefined): Choice {
  const { operatorId, preferredOperatorId, modality } = request;
  const present = calendar.operators.filter(({ id, shifts }) => (operatorId === undefined || id === operatorId) && (shifts === null || isOnShift(shifts, needed)));
  if (present.length === 0) return refusal('operator-absent', operatorId === undefined ? 'No operator works at that time.' : 'The operator does not work at that time.');
  const date = localDate(needed.startMs, calendar.zone);
  const qualified = present.filter((operator) => isQualified(operator, modality, device, date));
  if (qualified.length === 0) return refusal('operator-not-qualified', `${operatorId === undefined ? 'No operator who works at that time' : 'The operator'} may deliver ${modality} with that coil on ${date}${operatorId === undefined ? '' : ' no more, or not yet'}.`);
  return firstFree('operator', idsOf(qualified, preferredOperatorId), busy, needed, { code: 'operator-absent', by: 'absence', message: 'absent' }, request.sharing);
}

/** One competence for this kind of treatment that holds on that day; one for a kind of coil covers no device whose coil nobody has entered. */
export function isQualified({ competences }: Pick<CalendarOperator, 'competences'>, modality: string | undefined, device: Pick<CalendarDevice, 'coilType'> | undefined, date: string): boolean {
  if (!competences || modality === undefined) return true;
  return competences.some((one) => one.modality === modality && (one.coilType === null || device === undefined || one.coilType === device.coilType) && (one.validUntil === null || date <= one.validUntil));
}

/** Asked for at every try, and the same for a whole calendar. */
const coilsMatterIn = new WeakMap<Calendar['operators'], boolean>();

function coilsMatter({ operators }: Calendar): boolean {
  const known = coilsMatterIn.get(operators);
  if (known !== undefined) return known;
  const matters = operators.some(({ competences }) => competences?.some(({ coilType }) => coilType !== null));
  coilsMatterIn.set(operators, matters);
  return matters;
}

/** A shift that follows another at once goes on from it. */
function isOnShift(shifts: readonly Interval[], needed: Interval): boolean {
  const around = shifts.filter(({ startMs, endMs }) => startMs <= needed.endMs && needed.startMs <= endMs);
  return around.length > 0 && merge(around).some((shift) => contains(shift, needed));
}

const idsOf = (resources: readonly { id: string }[], preferredId?: string): string[] => preferredFirst(resources, preferredId).map(({ id }) => id);

function preferredFirst<Resource extends { id: string }>(resources: readonly Resource[], preferredId: string | undefined): Resource[] {
  const preferred = resources.find(({ id }) => id === preferredId);
  return preferred ? [preferred, ...resources.filter((one) => one !== preferred)] : [...resources];
}

/** What tells a resource that nobody could use from one that somebody else has. */
interface Away {
  code: ReasonCode;
  by: Claim['occupant'];
  message: string;
}

/** The first that is free, else, where it may be shared, the one that fewest sessions have; or why none is. */
function firstFree(kind: ResourceKind, ids: readonly string[], busy: Busy, needed: Interval, away: Away, sharing = false): Choice {
  const id = ids.find((one) => busy.isFree(kind, one, needed)) ?? (sharing ? leastTaken(kind, ids, busy, needed) : undefined);
  return id === undefined ? { obstacle: () => obstacleOf(kind, ids.flatMap((one) => busy.inTheWay(kind, one, needed)), ids.length, away) } : { id };
}

/** Of those that nothing but sessions has: somebody absent is not there to be shared. */
function leastTaken(kind: ResourceKind, ids: readonly string[], busy: Busy, needed: Interval): string | undefined {
  const taken = ids.map((id) => ({ id, claims: busy.inTheWay(kind, id, needed) })).filter(({ claims }) => claims.every(({ occupant }) => occupant === 'session'));
  return taken.sort((a, b) => a.claims.length - b.claims.length)[0]?.id;
}

function obstacleOf(kind: ResourceKind, claims: readonly Claim[], candidates: number, away: Away): Obstacle {
  const isAway = claims.every(({ occupant }) => occupant === away.by);
  const what = candidates === 1 ? `The ${kind} is` : `Every ${kind} is`;
  return { code: isAway ? away.code : 'slot-taken', message: `${what} ${isAway ? away.message : 'taken'} at that time.`, claims };
}
