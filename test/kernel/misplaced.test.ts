import { instantAt, misplaced, type Calendar, type Standing } from '../../src/scheduling/planner/index.js';

const ZONE = 'Europe/Berlin';
const CALENDAR: Calendar = {
  zone: ZONE, openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' })), closures: [], slotMinutes: 15, turnoverMinutes: 10,
  devices: [{ id: 'd', modalities: ['rtms'], inService: true, coilType: 'figure-8' }], rooms: [{ id: 'r', inService: true }], operators: [{ id: 'o', shifts: null }],
  claims: [{ kind: 'device', resourceId: 'd', startMs: 0, endMs: Number.MAX_SAFE_INTEGER, occupant: 'session', occupantId: 'another' }],
};
const SESSION: Standing = { id: 's', startMs: instantAt('2030-03-05', '09:00', ZONE), durationMinutes: 20, modality: 'rtms', deviceId: 'd', roomId: 'r', operatorId: 'o' };
const codes = (changes: Partial<Calendar>, session: Partial<Standing> = {}): string[] => (misplaced({ ...CALENDAR, ...changes }, [{ ...SESSION, ...session }]).get('s') ?? []).map(({ code }) => code);

describe('a session that stands where it was booked', () => {
  it('is not misplaced, whatever stands beside it', () => {
    expect(misplaced(CALENDAR, [SESSION]).size).toBe(0);
  });

  it.each<[string, Partial<Calendar>, Partial<Standing>, string[]]>([
    ['hours', { openingHours: [{ weekday: 2, opens: '09:10', closes: '18:00' }] }, {}, ['outside-hours']],
    ['a closure', { closures: [{ from: '2030-03-05', to: '2030-03-05', reason: 'x' }] }, {}, ['clinic-closed']],
    ['an exception without hours', { exceptions: [{ date: '2030-03-05', intervals: [], reason: 'x' }] }, {}, ['clinic-closed']],
    ['a holiday', { holidays: [{ date: '2030-03-05', name: 'x' }] }, {}, ['clinic-closed']],
    ['a device out of service', { devices: [{ id: 'd', modalities: ['rtms'], inService: false }] }, {}, ['device-down']],
    ['a device that delivers something else', { devices: [{ id: 'd', modalities: ['itbs'], inService: true }] }, {}, ['device-unsuitable']],
    ['a failed check', { devices: [{ id: 'd', modalities: ['rtms'], inService: true, failedCheckOn: '2030-03-05' }] }, {}, ['device-down']],
    ['a room out of service', { rooms: [{ id: 'r', inService: false }] }, {}, ['no-room']],
    ['an operator who left', { operators: [] }, {}, ['operator-absent']],
    ['a shift that is no more', { operators: [{ id: 'o', shifts: [] }] }, {}, ['operator-absent']],
    ['a competence that ended', { operators: [{ id: 'o', shifts: null, competences: [{ modality: 'rtms', coilType: null, validUntil: '2030-03-04' }] }] }, {}, ['operator-not-qualified']],
    ['a competence for another coil', { operators: [{ id: 'o', shifts: null, competences: [{ modality: 'rtms', coilType: 'h-coil', validUntil: null }] }] }, {}, ['operator-not-qualified']],
    ['several at once, all told', { operators: [], rooms: [] }, { startMs: instantAt('2030-03-09', '09:00', ZONE) }, ['no-room', 'operator-absent', 'outside-hours']],
  ])('is misplaced by %s', (_what, changes, session, expected) => {
    expect(codes(changes, session).sort()).toEqual(expected);
  });
});
