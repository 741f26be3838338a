import { freeSlots, place, claimsOf, instantAt, wallTimeOf, type Calendar, type Claim, type Placed, type PlacementRequest } from '../../src/scheduling/planner/index.js';

const ZONE = 'America/New_York';
const MONDAY = '2030-03-04';
const MINUTE_MS = 60_000;

const at = (time: string, date = MONDAY): number => instantAt(date, time, ZONE);

function claim(kind: Claim['kind'], resourceId: string, from: string, to: string, occupant: Claim['occupant'] = 'session'): Claim {
  return { kind, resourceId, startMs: at(from), endMs: at(to), occupant, occupantId: `${occupant} of ${resourceId}` };
}

function clinic(changes: Partial<Calendar> = {}): Calendar {
  return {
    zone: ZONE,
    openingHours: [1, 2, 3, 4, 5].flatMap((weekday) => [{ weekday, opens: '08:00', closes: '12:00' }, { weekday, opens: '13:00', closes: '17:00' }]),
    closures: [{ from: '2030-03-05', to: '2030-03-06', reason: 'stocktaking' }],
    slotMinutes: 15,
    turnoverMinutes: 10,
    devices: [{ id: 'coil-1', modalities: ['rtms', 'itbs'], inService: true }, { id: 'coil-2', modalities: ['rtms'], inService: true }],
    rooms: [{ id: 'room-1', inService: true }, { id: 'room-2', inService: true }],
    operators: [{ id: 'ann', shifts: null }, { id: 'bob', shifts: null }],
    claims: [],
    ...changes,
  };
}

const request = (changes: Partial<PlacementRequest> = {}): PlacementRequest => ({ modality: 'rtms', durationMinutes: 30, patientId: 'pat', minimumGapMinutes: 0, maximumPerDay: 1, ...changes });

const codes = (placed: Placed): string[] => (placed.ok ? [] : placed.reasons.map(({ code }) => code));

describe('placing a session', () => {
  it('gives it the first device, room and operator that are free', () => {
    const calendar = clinic({ claims: [claim('device', 'coil-1', '09:00', '09:40'), claim('operator', 'ann', '08:30', '09:01')] });
    expect(place(calendar, request(), at('09:00'))).toEqual({
      ok: true,
      placement: { startMs: at('09:00'), endMs: at('09:30'), deviceId: 'coil-2', roomId: 'room-1', operatorId: 'bob' },
    });
  });

  it('tries what is preferred first, and nothing but what is named', () => {
    const busy = clinic({ claims: [claim('device', 'coil-2', '09:00', '09:40')] });
    expect(place(clinic(), request({ preferredDeviceId: 'coil-2', preferredOperatorId: 'bob' }), at('09:00'))).toMatchObject({ placement: { deviceId: 'coil-2', operatorId: 'bob' } });
    expect(place(busy, request({ preferredDeviceId: 'coil-2' }), at('09:00'))).toMatchObject({ placement: { deviceId: 'coil-1' } });
    expect(codes(place(busy, request({ deviceId: 'coil-2' }), at('09:00')))).toEqual(['slot-taken']);
  });

  it('lets one session follow another at once, the turnover being over', () => {
    const calendar = clinic({ devices: [{ id: 'coil-1', modalities: ['rtms'], inService: true }], claims: [claim('device', 'coil-1', '08:20', '09:00')] });
    expect(place(calendar, request(), at('09:00')).ok).toBe(true);
    expect(codes(place(calendar, request(), at('09:00') - 1))).toEqual(['slot-taken']);
  });

  it('keeps the turnover free of the next session', () => {
    const oneRoom = clinic({ rooms: [{ id: 'room-1', inService: true }], claims: [claim('room', 'room-1', '09:35', '10:00')] });
    expect(place(oneRoom, request(), at('09:00'))).toMatchObject({ ok: false, reasons: [{ code: 'slot-taken', conflicts: [{ resource: 'room', id: 'room-1', startsAt: '2030-03-04T14:35:00.000Z' }] }] });
    expect(place(oneRoom, request({ durationMinutes: 25 }), at('09:00')).ok).toBe(true);
  });

  it('lets the operator go on to the next patient while the room is made ready', () => {
    const calendar = clinic({ operators: [{ id: 'ann', shifts: null }], claims: [claim('operator', 'ann', '09:30', '10:00')] });
    expect(place(calendar, request(), at('09:00')).ok).toBe(true);
    expect(codes(place(calendar, request(), at('09:00') + 1))).toEqual(['slot-taken']);
  });

  it('lets the turnover run past closing, but not the session, nor the session across the lunch break', () => {
    expect(place(clinic(), request(), at('16:30')).ok).toBe(true);
    expect(codes(place(clinic(), request(), at('16:31')))).toEqual(['outside-hours']);
    expect(codes(place(clinic(), request({ durationMinutes: 120 }), at('11:30')))).toEqual(['outside-hours']);
    expect(codes(place(clinic(), request(), at('07:59')))).toEqual(['outside-hours']);
  });

  it('says that the clinic is closed, and why', () => {
    expect(place(clinic(), request(), at('09:00', '2030-03-06'))).toMatchObject({ reasons: [{ code: 'clinic-closed', message: expect.stringContaining('stocktaking') }] });
    expect(place(clinic(), request(), at('09:00', '2030-03-07')).ok).toBe(true);
  });

  it('tells a device that is down from one that cannot deliver it, and both from one that is taken', () => {
    const calendar = clinic({ devices: [{ id: 'coil-1', modalities: ['rtms'], inService: true }, { id: 'old', modalities: ['deep-tms'], inService: false }] });
    const repaired = clinic({ ...calendar, claims: [claim('device', 'coil-1', '08:00', '12:00', 'downtime')] });
    expect(codes(place(calendar, request({ deviceId: 'old' }), at('09:00')))).toEqual(['device-down']);
    expect(codes(place(calendar, request({ modality: 'deep-tms' }), at('09:00')))).toEqual(['device-unsuitable']);
    expect(codes(place(repaired, request(), at('09:00')))).toEqual(['device-down']);
    expect(codes(place(repaired, request(), at('13:00')))).toEqual([]);
  });

  it('tells an operator who is away from one who is taken', () => {
    const shifts = [{ startMs: at('08:00'), endMs: at('10:00') }, { startMs: at('10:00'), endMs: at('12:00') }];
    const calendar = clinic({ operators: [{ id: 'ann', shifts }], claims: [claim('operator', 'ann', '11:00', '12:00', 'absence')] });
    expect(place(calendar, request(), at('09:45')).ok).toBe(true);
    expect(codes(place(calendar, request(), at('10:45')))).toEqual(['operator-absent']);
    expect(codes(place(calendar, request(), at('13:00')))).toEqual(['operator-absent']);
    expect(codes(place(clinic({ operators: [] }), request(), at('09:00')))).toEqual(['operator-absent']);
    expect(codes(place(clinic({ ...calendar, claims: [claim('operator', 'ann', '09:00', '09:30')] }), request(), at('09:00')))).toEqual(['slot-taken']);
  });

  it('keeps the pause before and after the patient’s other sessions, the longer one of two', () => {
    const other = { id: 'other', startMs: at('09:00'), endMs: at('09:30'), countedAs: 'pulses', minimumGapMinutes: 15 };
    const calendar = clinic({ claims: [claim('patient', 'pat', '09:00', '09:30')] });
    const spaced = request({ minimumGapMinutes: 50, maximumPerDay: 10, countedAs: 'pulses', neighbours: [other] });
    expect(codes(place(calendar, spaced, at('10:19')))).toEqual(['too-soon']);
    expect(place(calendar, spaced, at('10:20')).ok).toBe(true);
    expect(codes(place(calendar, { ...spaced, durationMinutes: 10 }, at('08:01')))).toEqual(['too-soon']);
    expect(place(calendar, { ...spaced, durationMinutes: 10 }, at('08:00')).ok).toBe(true);
    expect(codes(place(calendar, spaced, at('09:15')))).toEqual(['slot-taken']);
    const shorter = { ...spaced, minimumGapMinutes: 15, neighbours: [{ ...other, minimumGapMinutes: 50 }] };
    expect([place(calendar, shorter, at('10:19')).ok, place(calendar, shorter, at('10:20')).ok]).toEqual([false, true]);
    const tooSoon = place(calendar, shorter, at('10:19'));
    expect(tooSoon).toMatchObject({ reasons: [{ message: 'The patient needs 50 minutes between sessions.', conflicts: [{ resource: 'patient', id: 'pat', startsAt: new Date(at('09:00')).toISOString(), endsAt: new Date(at('10:20')).toISOString() }] }] });
  });

  it('keeps from a session of another kind only as far as it is asked to', () => {
    const other = { id: 'other', startMs: at('09:00'), endMs: at('09:30'), countedAs: 'current', minimumGapMinutes: 50 };
    const asked = request({ minimumGapMinutes: 50, countedAs: 'pulses', neighbours: [other] });
    expect(place(clinic(), asked, at('09:30')).ok).toBe(true);
    const apart = { ...asked, apart: { kinds: ['current'], minutes: 15 } };
    expect([place(clinic(), apart, at('09:44')).ok, place(clinic(), apart, at('09:45')).ok]).toEqual([false, true]);
    expect(place(clinic(), { ...apart, apart: { kinds: ['training'], minutes: 15 } }, at('09:30')).ok).toBe(true);
  });

  it('keeps to so many a day, by the clinic’s calendar', () => {
    const two = request({ maximumPerDay: 2, sessionsPerDate: { [MONDAY]: 2 } });
    expect(codes(place(clinic(), two, at('16:30')))).toEqual(['daily-maximum']);
    expect(place(clinic(), { ...two, sessionsPerDate: { [MONDAY]: 1, '2030-03-05': 2 } }, at('16:30')).ok).toBe(true);
  });

  it('keeps to the wanted hours and out of the past', () => {
    const picky = request({ windows: [{ weekday: 1, from: '09:00', to: '10:00' }, { from: '15:00', to: '17:00' }], notBeforeMs: at('09:15') });
    expect(place(clinic(), picky, at('09:30')).ok).toBe(true);
    expect(codes(place(clinic(), picky, at('09:31')))).toEqual(['outside-window']);
    expect(codes(place(clinic(), picky, at('09:00')))).toEqual(['in-the-past']);
    expect(codes(place(clinic(), picky, at('09:30', '2030-03-07')))).toEqual(['outside-window']);
    expect(place(clinic(), picky, at('15:00', '2030-03-07')).ok).toBe(true);
  });

  it('names everything at once, one reason for each kind, with all that stands in the way', () => {
    const calendar = clinic({
      claims: [claim('device', 'coil-1', '12:00', '13:00'), claim('device', 'coil-2', '12:00', '13:00', 'downtime'), claim('room', 'room-1', '11:00', '13:00'), claim('room', 'room-2', '11:00', '13:00'), claim('patient', 'pat', '12:00', '12:45')],
      operators: [{ id: 'ann', shifts: [] }],
    });
    const placed = place(calendar, request({ sessionsPerDate: { [MONDAY]: 1 }, notBeforeMs: at('14:00') }), at('12:15'));
    expect(codes(placed)).toEqual(['in-the-past', 'outside-hours', 'daily-maximum', 'slot-taken', 'operator-absent']);
    const taken = placed.ok ? undefined : placed.reasons.find(({ code }) => code === 'slot-taken');
    expect(taken?.conflicts?.map(({ id }) => id)).toEqual(['pat', 'coil-1', 'coil-2', 'room-1', 'room-2']);
  });
});

describe('what a session takes', () => {
  it('is turnover of device and room, the bare time of the operator and of the patient, to whom the pause is left for other visits', () => {
    const placement = { startMs: 0, endMs: 30 * MINUTE_MS, deviceId: 'd', roomId: 'r', operatorId: 'o' };
    expect(claimsOf(clinic(), request({ minimumGapMinutes: 50 }), placement)).toEqual([
      { kind: 'device', id: 'd', startMs: 0, endMs: 40 * MINUTE_MS },
      { kind: 'room', id: 'r', startMs: 0, endMs: 40 * MINUTE_MS },
      { kind: 'operator', id: 'o', startMs: 0, endMs: 30 * MINUTE_MS },
      { kind: 'patient', id: 'pat', startMs: 0, endMs: 30 * MINUTE_MS },
    ]);
    expect(claimsOf(clinic(), {}, placement).map(({ kind }) => kind)).toEqual(['device', 'room', 'operator']);
  });
});

describe('free slots', () => {
  const window = { fromMs: at('00:00'), toMs: at('00:00', '2030-03-09'), notBeforeMs: at('10:50'), limit: 500 };
  const times = (calendar: Calendar, asked: PlacementRequest, changes = {}): string[] => freeSlots(calendar, asked, { ...window, ...changes }).map(({ startMs }) => wallTimeOf(startMs, ZONE));

  it('begin on the grid of each opening, from now on, and end before closing', () => {
    expect(times(clinic({ slotMinutes: 45 }), request(), { toMs: at('17:00') })).toEqual(['11:00', '13:00', '13:45', '14:30', '15:15', '16:00']);
  });

  it('leave out closed days and taken times, and stop at the limit', () => {
    const noon = clinic({ claims: [claim('patient', 'pat', '13:00', '16:30')] });
    expect(times(noon, request(), { limit: 4 })).toEqual(['11:00', '11:15', '11:30', '16:30']);
    expect(freeSlots(clinic(), request(), window).map(({ startMs }) => startMs).filter((start) => at('17:00') < start && start < at('00:00', '2030-03-07'))).toEqual([]);
  });

  it('are what can be placed, and nothing else can', () => {
    const calendar = clinic({ claims: [claim('device', 'coil-1', '08:00', '13:20'), claim('device', 'coil-2', '11:25', '15:00'), claim('operator', 'bob', '13:00', '14:00'), claim('operator', 'ann', '15:00', '16:00')] });
    for (const slot of freeSlots(calendar, request(), window)) expect(place(calendar, request(), slot.startMs)).toEqual({ ok: true, placement: slot });
    expect(times(calendar, request(), { toMs: at('14:00') })).toEqual(['13:30', '13:45']);
  });

  it('are none where the window is empty or no device delivers what is asked', () => {
    expect(times(clinic(), request(), { toMs: at('10:00') })).toEqual([]);
    expect(times(clinic(), request({ modality: 'tdcs' }))).toEqual([]);
  });
});
