import { Temporal } from 'temporal-polyfill';
import { Desk, takenBy, type Call } from './desk.js';
import { isDone, type Entry, type Operation } from './history.js';
import { Random } from './random.js';
import { Bag } from './bag.js';
import { ZONE, type World } from './world.js';

const MINUTE_MS = 60_000;
const SLOTS_A_DAY = 38;
/** So few of the day's times take most of the wishes. */
const HOT_SLOTS = 6;

export interface Crowd {
  clients: number;
  operations: number;
  seed: number;
  /** Called after so many operations were begun, for whoever wants to break something. */
  begun?(count: number): void;
}

/** Many desks at once over one clinic's week, each doing one thing after another. */
export async function crowd(world: World, address: () => string, { clients, operations, seed, begun }: Crowd): Promise<Operation[]> {
  const days = weekFrom();
  const open = { sessions: new Bag<{ entry: Entry; patientId: string }>(), downtimes: new Bag<{ entry: Entry; deviceId: string }>() };
  const etags = new Map<string, string>();
  const keys = new Bag<Call>();
  let count = 0;
  // With the seed: no two crowds give a record the same state twice, which would be no lost update.
  let edits = 1000;
  const desks = Array.from({ length: clients }, (_unused, n) => {
    const random = new Random(seed + n);
    return { desk: new Desk(`desk-${seed}-${n}`, world, address, random), random };
  });
  await Promise.all(
    desks.map(async ({ desk, random }) => {
      while (count < operations) {
        count += 1;
        begun?.(count);
        const call = nextCall(random);
        const operation = await desk.does(call);
        if (call.kind === 'edit' || call.path.startsWith('/v1/patients/')) noteState(call, operation.etag);
        else if (isDone(operation)) remember(operation);
        if (call.kind === 'book' && isDone(operation) && random.chance(0.1)) keys.set(operation.key, call);
      }
    }),
  );
  return desks.flatMap(({ desk }) => desk.history);

  /** The last state of a patient's record that anybody saw; whoever edits from an older one has to be refused. */
  function noteState({ of }: Call, etag: string | undefined): void {
    if (of === undefined) return;
    if (etag === undefined) etags.delete(of);
    else etags.set(of, etag);
  }

  function remember({ kind, of, made }: Operation): void {
    if (kind === 'cancel' || kind === 'reopen') for (const list of [open.sessions, open.downtimes]) list.delete(of ?? '');
    for (const entry of made) {
      const idOf = (wanted: string): string => entry.taken.find((taken) => taken.kind === wanted)?.id ?? '';
      if (kind === 'close') open.downtimes.set(entry.id, { entry, deviceId: idOf('device') });
      else open.sessions.set(entry.id, { entry, patientId: idOf('patient') });
    }
  }

  function nextCall(random: Random): Call {
    const chance = random.next();
    const cutAfterMs = random.chance(0.04) ? random.below(12) : undefined;
    const session = open.sessions.any(random);
    const downtime = open.downtimes.any(random);
    const kept = chance > 0.9 ? keys.any(random) : undefined;
    // About what RELIABILITY's experiment mixes: most of it bookings, and of those most at the same few times.
    if (session && chance < 0.15) return { cutAfterMs, kind: 'cancel', method: 'POST', path: `/v1/sessions/${session[0]}/cancel`, body: { reason: 'Ill' }, of: session[0] };
    if (session && chance < 0.23) return { cutAfterMs, ...move(random, ...session) };
    if (downtime && chance < 0.25) return { cutAfterMs, kind: 'reopen', method: 'DELETE', path: `/v1/devices/${downtime[1].deviceId}/downtimes/${downtime[0]}`, of: downtime[0] };
    if (chance < 0.275) return { cutAfterMs, ...close(random) };
    if (chance < 0.277) return { cutAfterMs, ...series(random) };
    if (chance < 0.35) return { cutAfterMs, ...edit(random) };
    if (session && chance < 0.4) return { kind: 'read', method: 'GET', path: `/v1/sessions/${session[0]}`, of: session[0], only: 200 };
    if (kept && chance < 0.92) return { ...kept[1], cutAfterMs: undefined, key: kept[0], kind: 'misuse', wanted: undefined, body: { ...kept[1].body, durationMinutes: 60 }, only: 422 };
    if (session && chance > 0.985) return random.chance(0.5)
      ? { kind: 'stranger', method: 'GET', path: `/v1/sessions/${session[0]}`, token: world.stranger, only: 404 }
      : { kind: 'stranger', method: 'POST', path: `/v1/sessions/${session[0]}/cancel`, body: { reason: 'Not mine' }, token: world.stranger, only: 404 };
    return { cutAfterMs, ...book(random) };
  }

  /** Reads first what nobody has read yet; a tenth edits what was last seen long ago. */
  function edit(random: Random): Call {
    const { patientId } = random.of(world.courses.slice(0, 40));
    const base = etags.get(patientId);
    if (base === undefined) return { kind: 'read', method: 'GET', path: `/v1/patients/${patientId}`, of: patientId, only: 200 };
    return { kind: 'edit', method: 'PATCH', path: `/v1/patients/${patientId}`, body: { phone: `+1 ${seed} ${(edits += 1)}` }, of: patientId, base };
  }

  function book(random: Random): Call {
    // Few of the patients are asked for often: one person's two places at a time collide as well.
    const course = random.chance(0.5) ? random.of(world.courses.slice(0, 12)) : random.of(world.courses);
    const kind = random.chance(0.05) ? 'treatment' : 'follow-up';
    const durationMinutes = random.of([15, 30, 45]);
    const startMs = start(random);
    const { wishes, any } = wishesOf(random);
    const wanted = { anyOf: takenBy(startMs, startMs + durationMinutes * MINUTE_MS, { ...any, patients: [course.patientId] }) };
    return { kind: 'book', method: 'POST', path: '/v1/sessions', body: { courseId: course.id, kind, startsAt: new Date(startMs).toISOString(), durationMinutes, ...wishes }, wanted };
  }

  function move(random: Random, id: string, { entry, patientId }: { entry: Entry; patientId: string }): Call {
    const minutes = Date.parse(String(entry.facts['endsAt'])) - Date.parse(String(entry.facts['startsAt']));
    const startMs = start(random);
    const { wishes, any } = wishesOf(random);
    const wanted = { moving: id, anyOf: takenBy(startMs, startMs + minutes, { ...any, patients: [patientId] }) };
    return { kind: 'move', method: 'POST', path: `/v1/sessions/${id}/reschedule`, body: { startsAt: new Date(startMs).toISOString(), reason: 'Asked for it', ...wishes }, of: id, wanted };
  }

  function close(random: Random): Call {
    const [deviceId, startMs] = [random.of(world.devices), start(random)];
    const endMs = startMs + random.of([15, 30]) * MINUTE_MS;
    const body = { startsAt: new Date(startMs).toISOString(), endsAt: new Date(endMs).toISOString(), reason: 'Coil check' };
    return { kind: 'close', method: 'POST', path: `/v1/devices/${deviceId}/downtimes`, body, wanted: { anyOf: [[{ kind: 'device', id: deviceId, startMs, endMs }]] } };
  }

  function series(random: Random): Call {
    const preferredTimes = [random.of(['09:00', '11:30', '14:00'])];
    return { kind: 'series', method: 'POST', path: `/v1/courses/${random.of(world.courses).id}/schedule`, body: { startDate: random.of(days).toString(), preferredTimes, policy: random.of(['skip', 'nearest']) } };
  }

  /** What the caller fixes, and what may be given where it does not. */
  function wishesOf(random: Random): { wishes: object; any: { devices: string[]; rooms: string[]; operators: string[] } } {
    const [device, room, operator] = [random.of(world.devices), random.of(world.rooms), random.of(world.operators)];
    const [fixesDevice, fixesRoom, fixesOperator] = [random.chance(0.8), random.chance(0.6), random.chance(0.6)];
    return {
      wishes: { ...(fixesDevice && { deviceId: device }), ...(fixesRoom && { roomId: room }), ...(fixesOperator && { operatorId: operator }) },
      any: { devices: fixesDevice ? [device] : world.devices, rooms: fixesRoom ? [room] : world.rooms, operators: fixesOperator ? [operator] : world.operators },
    };
  }

  function start(random: Random): number {
    const slot = random.chance(0.8) ? random.below(HOT_SLOTS) * 2 : random.below(SLOTS_A_DAY - 2);
    return random.of(days).toZonedDateTime({ timeZone: ZONE, plainTime: '08:00' }).epochMilliseconds + slot * 15 * MINUTE_MS;
  }
}

/** Monday to Friday, a week ahead at least. */
function weekFrom(): Temporal.PlainDate[] {
  const today = Temporal.Now.plainDateISO(ZONE);
  const monday = today.add({ days: 15 - today.dayOfWeek });
  return [0, 1, 2, 3, 4].map((days) => monday.add({ days }));
}
