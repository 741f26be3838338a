import { plannedBlock, reservationOf, type AdjunctKind, type AdjunctTiming, type PlannedAdjunct } from '../../src/courses/combination/index.js';
import { blocksAround, claimsOf, instantAt, place, planSeries, wallTimeOf, type Calendar, type Claim, type Placed, type PlacementRequest, type SideBlock } from '../../src/scheduling/planner/index.js';

const ZONE = 'America/New_York';
const MONDAY = '2030-03-04';
const at = (time: string, date = MONDAY): number => instantAt(date, time, ZONE);
const claim = (kind: Claim['kind'], resourceId: string, from: string, to: string): Claim => ({ kind, resourceId, startMs: at(from), endMs: at(to), occupant: 'session', occupantId: 'other' });

const clinic = (claims: Claim[] = []): Calendar => ({
  zone: ZONE,
  openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' })),
  closures: [],
  slotMinutes: 15,
  turnoverMinutes: 10,
  devices: [{ id: 'coil', modalities: ['rtms'], inService: true }, { id: 'stim', modalities: ['tdcs'], inService: true }],
  rooms: [{ id: 'room', inService: true }, { id: 'couch', inService: true }],
  operators: [{ id: 'ann', shifts: null }, { id: 'bob', shifts: null }],
  claims,
});

const TDCS: SideBlock = { id: 'tdcs', position: 'before', gapMinutes: 0, durationMinutes: 20, from: '2030-03-01', resources: [{ kind: 'device', id: 'stim' }, { kind: 'room', id: 'couch' }] };
const THERAPY: SideBlock = { id: 'pt', position: 'after', gapMinutes: 15, durationMinutes: 45, from: '2030-03-01', resources: [] };
const asked = (blocks: SideBlock[], changes: Partial<PlacementRequest> = {}): PlacementRequest => ({ modality: 'rtms', durationMinutes: 30, patientId: 'pat', minimumGapMinutes: 0, maximumPerDay: 1, blocks, ...changes });
const codes = (placed: Placed): string[] => (placed.ok ? [] : placed.reasons.map(({ code }) => code));
const taken = (calendar: Calendar, request: PlacementRequest, time: string): string[] => {
  const placed = place(calendar, request, at(time));
  if (!placed.ok) throw new Error(codes(placed).join());
  return claimsOf(calendar, request, placed.placement).map(({ kind, id, startMs, endMs }) => `${kind} ${id} ${wallTimeOf(startMs, ZONE)}-${wallTimeOf(endMs, ZONE)}`);
};

describe('the other parts of a day', () => {
  const times = (blocks: SideBlock[], date = MONDAY): string[] =>
    blocksAround(ZONE, blocks, { startMs: at('10:00', date), endMs: at('10:30', date) }).map(({ block, startMs, endMs }) => `${block.id} ${wallTimeOf(startMs, ZONE)}-${wallTimeOf(endMs, ZONE)}`);

  it('fall before and after the session with their pause, and never into one another', () => {
    expect(times([TDCS, THERAPY])).toEqual(['tdcs 09:40-10:00', 'pt 10:45-11:30']);
    expect(times([{ ...TDCS, id: 'nf', gapMinutes: 30 }, TDCS])).toEqual(['tdcs 09:40-10:00', 'nf 09:10-09:30']);
    expect(times([{ ...TDCS, id: 'nf', gapMinutes: 10 }, TDCS])).toEqual(['tdcs 09:40-10:00', 'nf 09:20-09:40']);
    expect(times([{ ...THERAPY, id: 'late', gapMinutes: 20 }, THERAPY])).toEqual(['pt 10:45-11:30', 'late 11:30-12:15']);
  });

  it('are given on their weekdays and within their dates', () => {
    const tuesdays = { ...THERAPY, weekdays: [2], to: '2030-03-05' };
    expect([times([tuesdays]), times([tuesdays], '2030-03-05'), times([tuesdays], '2030-03-12')]).toEqual([[], ['pt 10:45-11:30'], []]);
    expect(times([{ ...THERAPY, from: '2030-03-05' }])).toEqual([]);
  });
});

describe('a session with other parts', () => {
  it('takes the patient from the first to the last, and what each part needs', () => {
    expect(taken(clinic(), asked([TDCS, THERAPY]), '10:00')).toEqual([
      'device coil 10:00-10:40',
      'room room 10:00-10:40',
      'operator ann 10:00-10:30',
      'patient pat 09:40-11:30',
      'device stim 09:40-10:00',
      'room couch 09:40-10:00',
    ]);
  });

  it('takes one room once where its turnover reaches into the next part', () => {
    const after: SideBlock = { ...THERAPY, gapMinutes: 5, resources: [{ kind: 'room', id: 'room' }] };
    expect(taken(clinic(), asked([after], { roomId: 'room' }), '10:00')).toContain('room room 10:00-11:20');
  });

  it('finds no place where one of its parts has none, and says which', () => {
    expect(codes(place(clinic([claim('patient', 'pat', '09:30', '09:45')]), asked([TDCS]), at('10:00')))).toEqual(['slot-taken']);
    expect(codes(place(clinic([claim('patient', 'pat', '09:30', '09:40')]), asked([TDCS]), at('10:00')))).toEqual([]);
    expect(place(clinic([claim('device', 'stim', '09:50', '10:30')]), asked([TDCS]), at('10:00'))).toMatchObject({ reasons: [{ code: 'slot-taken', conflicts: [{ resource: 'device', id: 'stim' }] }] });
    expect(codes(place(clinic([claim('patient', 'pat', '11:00', '12:00')]), asked([THERAPY]), at('10:00')))).toEqual(['slot-taken']);
    expect(codes(place(clinic(), asked([TDCS]), at('08:10')))).toEqual(['outside-hours']);
    expect(codes(place(clinic(), asked([TDCS], { notBeforeMs: at('09:45') }), at('10:00')))).toEqual(['in-the-past']);
    // Elsewhere the clinic's hours do not matter.
    expect(codes(place(clinic(), asked([THERAPY]), at('16:30')))).toEqual([]);
  });

  it('asks of its operator what it asks of whoever gives the session', () => {
    const current: SideBlock = { ...TDCS, modality: 'tdcs', resources: [{ kind: 'operator', id: 'bob' }, { kind: 'device', id: 'stim' }] };
    const trained = (...competences: [modality: string, validUntil: string | null][]): Calendar => ({
      ...clinic(),
      operators: [{ id: 'ann', shifts: null }, { id: 'bob', shifts: null, competences: competences.map(([modality, validUntil]) => ({ modality, coilType: null, validUntil })) }],
    });
    const found = (calendar: Calendar, block = current): string[] => codes(place(calendar, asked([block]), at('10:00')));
    expect([found(clinic()), found(trained(['tdcs', null])), found(trained(['rtms', null])), found(trained(['tdcs', '2030-03-03'])), found(trained(['tdcs', MONDAY]))]).toEqual([[], [], ['operator-not-qualified'], ['operator-not-qualified'], []]);
    // Nobody records a training for exercise.
    expect(found(trained(['rtms', null]), { ...THERAPY, resources: [{ kind: 'operator', id: 'bob' }] })).toEqual([]);
  });

  it('is planned for a whole course, each day with its parts', () => {
    const request = { ...asked([{ ...TDCS, weekdays: [1, 3] }]), phases: [{ name: 'induction', sessions: 5, sessionsPerWeek: 5, sessionsPerDay: 1, minimumGapMinutes: 15 }], startDate: MONDAY, preferredTimes: ['08:00'], policy: 'nearest' as const, notBeforeMs: at('00:00') };
    const { placed, unplaced } = planSeries(clinic(), request);
    expect(unplaced).toEqual([]);
    // On Mondays and Wednesdays the current needs the twenty minutes before.
    expect(placed.map(({ startMs }) => wallTimeOf(startMs, ZONE))).toEqual(['08:30', '08:00', '08:30', '08:00', '08:00']);
  });
});

describe('what the plan of a course keeps free', () => {
  const planned = (kind: AdjunctKind, timing: AdjunctTiming | null, durationMinutes?: number): PlannedAdjunct => ({
    id: 'a', kind, timing, schedule: durationMinutes === undefined ? null : { durationMinutes }, startedOn: '2030-03-01', endedOn: null, deviceId: null, roomId: 'r', operatorId: null,
  });

  it.each<[AdjunctKind, AdjunctTiming | null, number | undefined, string | null]>([
    ['tdcs', null, 20, 'before 0'],
    ['tdcs', { relation: 'before', gapMinutes: 5 }, 20, 'before 5'],
    ['tdcs', { relation: 'independent' }, 20, null],
    ['tdcs', { relation: 'during' }, 20, null],
    ['tdcs', null, undefined, null],
    ['neurofeedback', { relation: 'after' }, 45, 'after 30'],
    ['physical-therapy', { relation: 'after', gapMinutes: 15 }, 45, 'after 15'],
    ['physical-therapy', { relation: 'after', withinMinutes: 60 }, 45, null],
    ['cbt', { relation: 'before', gapMinutes: 0 }, 50, 'before 0'],
  ])('%s %j for %s minutes: %s', (kind, timing, minutes, expected) => {
    const reservation = reservationOf(planned(kind, timing, minutes));
    expect(reservation && `${reservation.position} ${reservation.gapMinutes}`).toBe(expected);
    if (reservation) expect(reservation.modality).toBe(['tdcs', 'neurofeedback'].includes(kind) ? kind : undefined);
    if (reservation) expect(reservation).toMatchObject({ durationMinutes: minutes, resources: [{ kind: 'room', id: 'r' }] });
  });

  it('states the longest pause that the plan allows', () => {
    expect(plannedBlock('physical-therapy', { relation: 'after', gapMinutes: 15, withinMinutes: 60 })).toEqual({ order: ['stimulation', 'adjunct'], gapMinutes: { minimum: 15, maximum: 60 } });
  });
});
