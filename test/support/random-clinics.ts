import fc from 'fast-check';
import { addDays, instantAt, type Calendar, type Claim, type Neighbour, type PlacementRequest, type SeriesRequest } from '../../src/scheduling/planner/index.js';

const MINUTE_MS = 60_000;
const DAYS = 9;

/** Days around a change of clocks, and zones that never change them. */
const SETTINGS = [
  { zone: 'America/New_York', start: '2030-03-07' },
  { zone: 'Europe/London', start: '2030-10-24' },
  { zone: 'Australia/Lord_Howe', start: '2030-04-04' },
  { zone: 'Asia/Kathmandu', start: '2030-03-04' },
  { zone: 'Africa/Casablanca', start: '2030-01-31' },
] as const;

export interface RandomClinic {
  calendar: Calendar;
  start: string;
}

const ids = (kind: string, count: number): string[] => Array.from({ length: count }, (_unused, n) => `${kind}-${n + 1}`);
const wallTime = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const competence = (start: string) => fc.record({ modality: fc.constantFrom('rtms', 'rtms', 'itbs'), coilType: fc.constantFrom(null, 'figure-8', 'h1'), validUntil: fc.constantFrom(null, addDays(start, 3)) });

/** Small and crowded: few of everything, so that sessions collide often. Claims may even overlap one another. */
export const anyClinic: fc.Arbitrary<RandomClinic> = fc.constantFrom(...SETTINGS).chain(({ zone, start }) => {
  const instant = fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 7 * 6, max: 18 * 6 })).map(([day, tenths]) => instantAt(addDays(start, day), wallTime(tenths * 10), zone));
  const resource = fc.constantFrom(['device', 'device-1'], ['device', 'device-2'], ['room', 'room-1'], ['room', 'room-2'], ['operator', 'operator-1'], ['operator', 'operator-2'], ['patient', 'patient-1']);
  const claim = fc.record({ resource, startMs: instant, minutes: fc.integer({ min: 1, max: 40 }), occupant: fc.constantFrom('session', 'downtime', 'absence', 'hold') }).map(({ resource: [kind, resourceId], startMs, minutes, occupant }) => ({
    kind, resourceId, startMs, endMs: startMs + minutes * 10 * MINUTE_MS, occupant, occupantId: 'other',
  }) as Claim);
  const shift = fc.tuple(instant, fc.integer({ min: 1, max: 9 })).map(([startMs, hours]) => ({ startMs, endMs: startMs + hours * 60 * MINUTE_MS }));
  return fc.record({
    openingHours: fc.constantFrom(
      [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '12:00' })),
      [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [{ weekday, opens: '08:00', closes: '10:00' }, { weekday, opens: '10:30', closes: '12:10' }]),
      [7, 1, 3].map((weekday) => ({ weekday, opens: '01:00', closes: '04:00' })),
    ),
    closures: fc.array(fc.integer({ min: 0, max: DAYS }).map((day) => ({ from: addDays(start, day), to: addDays(start, day + (day % 2)), reason: 'holiday' })), { maxLength: 1 }),
    exceptions: fc.array(fc.tuple(fc.integer({ min: 0, max: DAYS }), fc.constantFrom([], [{ opens: '09:30', closes: '11:00' }], [{ opens: '01:30', closes: '03:00' }, { opens: '08:00', closes: '13:00' }])), { maxLength: 2 })
      .map((all) => all.map(([day, intervals]) => ({ date: addDays(start, day), intervals, reason: 'other hours' }))),
    holidays: fc.array(fc.integer({ min: 0, max: DAYS }), { maxLength: 1 }).map((days) => days.map((day) => ({ date: addDays(start, day), name: 'a holiday' }))),
    slotMinutes: fc.constantFrom(10, 15, 30),
    turnoverMinutes: fc.constantFrom(0, 10),
    devices: fc.array(fc.record({ modalities: fc.constantFrom(['rtms'], ['rtms', 'itbs'], ['itbs']), inService: fc.boolean(), coilType: fc.constantFrom('figure-8', 'h1', null), coolingMinutes: fc.constantFrom(0, 0, 25), dailyCheckMinutes: fc.constantFrom(0, 0, 20), failedCheckOn: fc.constantFrom(null, null, addDays(start, 1)) }), { minLength: 1, maxLength: 2 }).map((all) => all.map((one, n) => ({ id: `device-${n + 1}`, ...one, inService: one.inService || n === 0 }))),
    rooms: fc.integer({ min: 1, max: 2 }).map((count) => ids('room', count).map((id) => ({ id, inService: true }))),
    operators: fc.array(fc.record({ shifts: fc.option(fc.array(shift, { maxLength: 8 }), { freq: 3 }), competences: fc.option(fc.array(competence(start), { minLength: 1, maxLength: 3 }), { freq: 1 }) }), { minLength: 1, maxLength: 2 })
      .map((all) => all.map((one, n) => ({ id: `operator-${n + 1}`, ...one }))),
    claims: fc.array(claim, { maxLength: 14 }),
  }).map((parts) => ({ start, calendar: { zone, ...parts } }));
});

const anyPlacement = fc.record({
  modality: fc.constantFrom('rtms', 'itbs'),
  durationMinutes: fc.constantFrom(10, 25, 40),
  patientId: fc.constant('patient-1'),
  minimumGapMinutes: fc.constantFrom(0, 30),
  countedAs: fc.constant('pulses'),
  apart: fc.constantFrom(undefined, { kinds: ['current'], minutes: 15 }),
  maximumPerDay: fc.constant(1),
  deviceId: fc.option(fc.constantFrom('device-1', 'device-2'), { nil: undefined, freq: 6 }),
  operatorId: fc.option(fc.constantFrom('operator-1', 'operator-2'), { nil: undefined, freq: 6 }),
  preferredDeviceId: fc.option(fc.constantFrom('device-1', 'device-2'), { nil: undefined }),
});

/** Other sessions of the patient in the days of the clinic's claims, of its kind and of others. */
const anyNeighbours = ({ calendar, start }: RandomClinic): fc.Arbitrary<Neighbour[]> =>
  fc.array(fc.record({
    day: fc.integer({ min: 0, max: DAYS - 1 }), tenths: fc.integer({ min: 7 * 6, max: 13 * 6 }), minutes: fc.constantFrom(10, 30), countedAs: fc.constantFrom('pulses', 'current', 'training'), minimumGapMinutes: fc.constantFrom(0, 20, 60),
  }), { maxLength: 6 }).map((all) => all.map(({ day, tenths, minutes, ...rest }, n) => {
    const startMs = instantAt(addDays(start, day), wallTime(tenths * 10), calendar.zone);
    return { id: `neighbour-${n}`, startMs, endMs: startMs + minutes * MINUTE_MS, ...rest };
  }));

const anyWindow = fc.record({ weekday: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }), from: fc.constantFrom('01:00', '08:30'), to: fc.constantFrom('10:00', '12:00') });

/** One session and a start near the days of the clinic's claims; often off the grid, outside hours, or in the past. */
export const anyPlacementIn = ({ calendar, start }: RandomClinic): fc.Arbitrary<{ request: PlacementRequest; startMs: number }> =>
  fc.record({
    request: fc.record({ placement: anyPlacement, neighbours: anyNeighbours({ calendar, start }), windows: fc.array(anyWindow, { maxLength: 1 }), booked: fc.nat({ max: 4 }) }).map(({ placement, neighbours, windows, booked }) => ({
      ...placement, neighbours, windows, sessionsPerDate: booked === 0 ? { [addDays(start, 1)]: 1 } : {}, notBeforeMs: instantAt(start, '09:30', calendar.zone),
    })),
    startMs: fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 0, max: 120 })).map(([day, fives]) => instantAt(addDays(start, day), wallTime(120 + fives * 5), calendar.zone)),
  });

export const anySeriesIn = ({ calendar, start }: RandomClinic): fc.Arbitrary<SeriesRequest> =>
  fc.record({
    placement: anyPlacement,
    neighbours: anyNeighbours({ calendar, start }),
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
    sessionsPerDay: fc.constantFrom(1, 1, 2, 3),
    sessionsPerWeek: fc.constantFrom(2, 3, 5, 14),
    preferredTimes: fc.uniqueArray(fc.constantFrom('09:00', '09:05', '11:00', '02:30', '08:30'), { minLength: 1, maxLength: 3 }),
    windows: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(anyWindow, { minLength: 1, maxLength: 2 }) }),
    policy: fc.constantFrom('all-or-nothing' as const, 'skip' as const, 'nearest' as const),
    notBefore: fc.constantFrom('00:00', '09:01'),
  }).map(({ placement, sizes, sessionsPerDay, sessionsPerWeek, notBefore, ...rest }) => ({
    ...placement,
    ...rest,
    phases: sizes.map((sessions, n) => ({ name: `phase ${n + 1}`, sessions, sessionsPerWeek, sessionsPerDay, minimumGapMinutes: placement.minimumGapMinutes })),
    startDate: start,
    notBeforeMs: instantAt(start, notBefore, calendar.zone),
  }));
