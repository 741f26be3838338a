import { Temporal } from 'temporal-polyfill';
import { Desk, takenBy, type Call } from './desk.js';
import { isDone, type Entry, type Operation } from './history.js';
import { Random } from './random.js';
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
  begun(count: number): void;
}

/** Many desks at once over one clinic's week, each doing one thing after another. */
export async function crowd(world: World, address: () => string, { clients, operations, seed, begun }: Crowd): Promise<Operation[]> {
  const days = weekFrom();
  const open = { sessions: new Map<string, { entry: Entry; patientId: string }>(), downtimes: new Map<string, { entry: Entry; deviceId: string }>() };
  let count = 0;
  const desks = Array.from({ length: clients }, (_unused, n) => {
    const random = new Random(seed + n);
    return { desk: new Desk(`desk-${seed}-${n}`, world, address, random), random };
  });
  await Promise.all(
    desks.map(async ({ desk, random }) => {
      while (count < operations) {
        begun((count += 1));
        const operation = await desk.does(nextCall(random));
        if (isDone(operation)) remember(operation);
      }
    }),
  );
  return desks.flatMap(({ desk }) => desk.history);

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
    const session = open.sessions.size > 0 ? random.of([...open.sessions]) : undefined;
    const downtime = open.downtimes.size > 0 ? random.of([...open.downtimes]) : undefined;
    if (session && chance < 0.2) return { cutAfterMs, kind: 'cancel', method: 'POST', path: `/v1/sessions/${session[0]}/cancel`, body: { reason: 'Ill' }, of: session[0] };
    if (session && chance < 0.42) return { cutAfterMs, ...move(random, ...session) };
    if (downtime && chance < 0.46) return { cutAfterMs, kind: 'reopen', method: 'DELETE', path: `/v1/devices/${downtime[1].deviceId}/downtimes/${downtime[0]}`, of: downtime[0] };
    if (chance < 0.5) return { cutAfterMs, ...close(random) };
    if (chance < 0.515) return { cutAfterMs, ...series(random) };
    return { cutAfterMs, ...book(random) };
  }

  function book(random: Random): Call {
    const course = random.of(world.courses);
    const kind = random.chance(0.15) ? 'treatment' : 'follow-up';
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
    const [fixesDevice, fixesRoom, fixesOperator] = [random.chance(0.7), random.chance(0.3), random.chance(0.3)];
    return {
      wishes: { ...(fixesDevice && { deviceId: device }), ...(fixesRoom && { roomId: room }), ...(fixesOperator && { operatorId: operator }) },
      any: { devices: fixesDevice ? [device] : world.devices, rooms: fixesRoom ? [room] : world.rooms, operators: fixesOperator ? [operator] : world.operators },
    };
  }

  function start(random: Random): number {
    const slot = random.chance(0.6) ? random.below(HOT_SLOTS) * 2 : random.below(SLOTS_A_DAY - 2);
    return random.of(days).toZonedDateTime({ timeZone: ZONE, plainTime: '08:00' }).epochMilliseconds + slot * 15 * MINUTE_MS;
  }
}

/** Monday to Friday, a week ahead at least. */
function weekFrom(): Temporal.PlainDate[] {
  const today = Temporal.Now.plainDateISO(ZONE);
  const monday = today.add({ days: 15 - today.dayOfWeek });
  return [0, 1, 2, 3, 4].map((days) => monday.add({ days }));
}
