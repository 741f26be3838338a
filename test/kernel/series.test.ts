import { addDays, instantAt, localDate, planDays, planSeries, wallTimeOf, weekdayOf, type Calendar, type Claim, type SeriesPhase, type SeriesPlan, type SeriesRequest } from '../../src/scheduling/planner/index.js';

const ZONE = 'America/New_York';
const MONDAY = '2030-03-04';
const MINUTE_MS = 60_000;

const at = (date: string, time: string): number => instantAt(date, time, ZONE);
const claim = (kind: Claim['kind'], resourceId: string, date: string, from: string, to: string, occupant: Claim['occupant'] = 'session'): Claim => ({ kind, resourceId, startMs: at(date, from), endMs: at(date, to), occupant, occupantId: 'other' });
const daysFrom = (date: string, count: number): string[] => Array.from({ length: count }, (_unused, n) => addDays(date, n));

function clinic(changes: Partial<Calendar> = {}): Calendar {
  return {
    zone: ZONE,
    openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' })),
    closures: [],
    slotMinutes: 15,
    turnoverMinutes: 10,
    devices: [{ id: 'coil-1', modalities: ['rtms'], inService: true }, { id: 'coil-2', modalities: ['rtms'], inService: true }],
    rooms: [{ id: 'room-1', inService: true }, { id: 'room-2', inService: true }],
    operators: [{ id: 'ann', shifts: null }, { id: 'bob', shifts: null }],
    claims: [],
    ...changes,
  };
}

const phase = (sessions: number, changes: Partial<SeriesPhase> = {}): SeriesPhase => ({ name: 'induction', sessions, sessionsPerWeek: 5, sessionsPerDay: 1, minimumGapMinutes: 0, ...changes });

function course(phases: SeriesPhase[], changes: Partial<SeriesRequest> = {}): SeriesRequest {
  return { modality: 'rtms', durationMinutes: 30, patientId: 'pat', minimumGapMinutes: 0, maximumPerDay: 1, phases, startDate: MONDAY, preferredTimes: ['09:00'], policy: 'skip', notBeforeMs: 0, ...changes };
}

const when = ({ placed }: SeriesPlan): string[] => placed.map(({ startMs }) => `${localDate(startMs, ZONE)} ${wallTimeOf(startMs, ZONE)}`);
const datesOf = (phases: SeriesPhase[], calendar = clinic(), startDate = MONDAY, weekdays?: number[]): string[] => planDays(calendar, phases, startDate, weekdays).map(({ date }) => date.slice(5));

describe('the days of a course', () => {
  it('are every open weekday at five a week', () => {
    expect(datesOf([phase(7)])).toEqual(['03-04', '03-05', '03-06', '03-07', '03-08', '03-11', '03-12']);
    expect(datesOf([phase(3)], clinic(), '2030-03-09')).toEqual(['03-11', '03-12', '03-13']);
    expect(datesOf([phase(3)], clinic(), MONDAY, [2, 4])).toEqual(['03-05', '03-07', '03-12']);
  });

  it('spread fewer over the week, wherever in it the course begins', () => {
    const weekdays = (aWeek: number, startDate: string): number[] => planDays(clinic(), [phase(aWeek * 2, { sessionsPerWeek: aWeek })], startDate).map(({ date }) => weekdayOf(date));
    expect(weekdays(3, MONDAY)).toEqual([1, 3, 5, 1, 3, 5]);
    expect(weekdays(3, '2030-03-07')).toEqual([5, 1, 3, 5, 1, 3]);
    expect(weekdays(2, MONDAY)).toEqual([1, 4, 1, 4]);
    expect(weekdays(2, '2030-03-05')).toEqual([2, 5, 2, 5]);
    expect(weekdays(1, '2030-03-06')).toEqual([3, 3]);
  });

  it('make the course longer where the clinic is closed, never shorter', () => {
    const closed = clinic({ closures: [{ from: '2030-03-06', to: '2030-03-06', reason: 'holiday' }] });
    expect(datesOf([phase(6)], closed)).toEqual(['03-04', '03-05', '03-07', '03-08', '03-11', '03-12']);
    expect(datesOf([phase(5, { sessionsPerWeek: 3 })], closed)).toEqual(['03-04', '03-07', '03-08', '03-11', '03-13']);
  });

  it('taper week by week after thirty sessions, as in O’Reardon’s trial', () => {
    const taper = [phase(30), ...[3, 2, 1].map((n) => phase(n, { name: 'taper', sessionsPerWeek: n }))];
    expect(datesOf(taper).slice(29)).toEqual(['04-12', '04-15', '04-17', '04-19', '04-22', '04-25', '04-29']);
  });

  it('go on weekly, fortnightly and monthly, back in rhythm after a holiday', () => {
    const holiday = clinic({ closures: [{ from: '2030-03-22', to: '2030-03-22', reason: 'holiday' }] });
    const slower = [phase(5), phase(3, { everyDays: 7 }), phase(2, { everyDays: 14 }), phase(2, { everyDays: 28 })];
    expect(datesOf(slower, holiday).slice(4)).toEqual(['03-08', '03-15', '03-25', '03-29', '04-12', '04-26', '05-24', '06-21']);
  });

  it('are not crammed together after a long closure', () => {
    const closed = clinic({ closures: [{ from: '2030-03-09', to: '2030-04-05', reason: 'move' }] });
    expect(datesOf([phase(4, { everyDays: 7 })], closed)).toEqual(['03-04', '04-08', '04-15', '04-22']);
  });

  it('leave out those on which the patient has her sessions already, and owe nothing for them', () => {
    const left = (changes: Partial<SeriesPhase>, sessions: number, had: Record<string, number>): string[] =>
      planDays(clinic(), [phase(sessions, changes)], MONDAY, undefined, had).map(({ date, sessions: count }) => `${date.slice(5)} ${count}`);
    expect(left({}, 3, { '2030-03-04': 1, '2030-03-06': 1 })).toEqual(['03-05 1', '03-07 1', '03-08 1']);
    // Wednesday is had: that is no reason for a fourth session in the week.
    expect(left({ sessionsPerWeek: 3 }, 3, { '2030-03-06': 1 })).toEqual(['03-04 1', '03-08 1', '03-11 1']);
    expect(left({ sessionsPerWeek: undefined, everyDays: 14 }, 2, { '2030-03-18': 1 })).toEqual(['03-04 1', '04-01 1']);
    expect(left({ sessionsPerWeek: 10, sessionsPerDay: 2 }, 4, { '2030-03-05': 1, '2030-03-06': 3 })).toEqual(['03-04 2', '03-05 1', '03-07 1']);
  });

  it('give no more in a week than prescribed, several a day included', () => {
    const sizes = (changes: Partial<SeriesPhase>, sessions: number): number[] => planDays(clinic(), [phase(sessions, changes)], MONDAY).map((day) => day.sessions);
    expect(sizes({ sessionsPerWeek: 5, sessionsPerDay: 2 }, 10)).toEqual([2, 2, 1, 2, 2, 1]);
    expect(sizes({ sessionsPerWeek: 50, sessionsPerDay: 10 }, 50)).toEqual([10, 10, 10, 10, 10]);
    expect(sizes({ sessionsPerWeek: 10, sessionsPerDay: 2 }, 5)).toEqual([2, 2, 1]);
    expect(datesOf([phase(3, { sessionsPerWeek: 0.5 })])).toEqual(['03-04', '03-18', '04-01']);
  });

  it('end where the calendar has no end of closures', () => {
    const never = clinic({ closures: [{ from: '2030-03-06', to: '2040-01-01', reason: 'moved away' }] });
    const plan = planSeries(never, course([phase(4), phase(1)]));
    expect([plan.placed.length, plan.unplaced.map(({ sequence, reasons }) => [sequence, reasons[0]?.code])]).toEqual([2, [[3, 'clinic-closed'], [4, 'clinic-closed'], [5, 'clinic-closed']]]);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['no-open-days']);
  });
});

describe('a course of one session a day', () => {
  it('keeps its time on the wall when the clocks change', () => {
    const plan = planSeries(clinic(), course([phase(10)]));
    expect(new Set(when(plan).map((text) => text.slice(11)))).toEqual(new Set(['09:00']));
    expect(plan.placed.map(({ startMs }) => startMs % (24 * 60 * MINUTE_MS) / MINUTE_MS / 60)).toEqual([14, 14, 14, 14, 14, 13, 13, 13, 13, 13]);
    expect(plan.placed.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('takes the first preferred time that works', () => {
    const calendar = clinic({ claims: [claim('patient', 'pat', '2030-03-05', '08:30', '09:15')] });
    expect(when(planSeries(calendar, course([phase(3)], { preferredTimes: ['09:00', '14:00'] })))).toEqual(['2030-03-04 09:00', '2030-03-05 14:00', '2030-03-06 09:00']);
  });

  it('leaves out what does not work, with why and with what would', () => {
    const calendar = clinic({ claims: [claim('patient', 'pat', '2030-03-05', '08:00', '17:00')] });
    const plan = planSeries(calendar, course([phase(3)]));
    expect(plan.placed.map(({ sequence }) => sequence)).toEqual([1, 3]);
    expect(plan.unplaced).toEqual([
      {
        sequence: 2,
        date: '2030-03-05',
        reasons: [{ code: 'slot-taken', message: expect.any(String), conflicts: [{ resource: 'patient', id: 'pat', startsAt: '2030-03-05T13:00:00.000Z', endsAt: '2030-03-05T22:00:00.000Z' }] }],
        nearest: [at('2030-03-05', '17:00'), at('2030-03-05', '17:15'), at('2030-03-05', '17:30')],
      },
    ]);
  });

  it('says of every preferred time why it does not work', () => {
    const calendar = clinic({ claims: [claim('patient', 'pat', MONDAY, '09:00', '10:00'), claim('operator', 'ann', MONDAY, '14:00', '15:00', 'absence'), claim('operator', 'bob', MONDAY, '14:00', '15:00', 'absence')] });
    const [missing] = planSeries(calendar, course([phase(1)], { preferredTimes: ['09:00', '14:00', '20:00'] })).unplaced;
    expect(missing?.reasons.map(({ code }) => code)).toEqual(['slot-taken', 'operator-absent', 'outside-hours']);
  });

  it('looks at a day anew for a phase that asks less of it', () => {
    const neighbours = daysFrom(MONDAY, 21).map((date) => ({ id: date, startMs: at(date, '13:00'), endMs: at(date, '13:30'), minimumGapMinutes: 0 }));
    const phases = [phase(1, { minimumGapMinutes: 480 }), phase(2)];
    const plan = planSeries(clinic(), course(phases, { neighbours, policy: 'nearest', preferredTimes: ['07:00'], windows: [{ from: '08:00', to: '12:00' }] }));
    expect(plan.unplaced.map(({ sequence }) => sequence)).toEqual([1]);
    expect(when(plan)).toEqual(['2030-03-05 08:00', '2030-03-06 08:00']);
  });

  it('offers nothing that the rest of the course takes itself', () => {
    const calendar = clinic({ claims: [claim('patient', 'pat', '2030-03-05', '08:00', '18:00')] });
    const [missing] = planSeries(calendar, course([phase(4)])).unplaced;
    expect(missing?.nearest).toEqual(['09:00', '08:45', '09:15'].map((time) => at('2030-03-08', time)));
  });

  it('goes to the nearest time of the day, within the patient’s hours, else to the next open day', () => {
    const calendar = clinic({ claims: [claim('patient', 'pat', MONDAY, '08:30', '09:45'), claim('patient', 'pat', '2030-03-05', '08:00', '12:00')] });
    const nearest = course([phase(5)], { policy: 'nearest', windows: [{ from: '08:30', to: '12:00' }] });
    const plan = planSeries(calendar, nearest);
    expect(when(plan)).toEqual(['2030-03-04 09:45', '2030-03-06 09:00', '2030-03-07 09:00', '2030-03-08 09:00', '2030-03-11 09:00']);
    expect(plan.placed.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it('comes on the days of its windows alone', () => {
    const windows = [{ weekday: 2, from: '08:00', to: '12:00' }, { weekday: 4, from: '08:00', to: '12:00' }];
    expect(when(planSeries(clinic(), course([phase(3)], { windows })))).toEqual(['2030-03-05 09:00', '2030-03-07 09:00', '2030-03-12 09:00']);
  });

  it('does not begin in the past', () => {
    const plan = planSeries(clinic(), course([phase(2)], { notBeforeMs: at(MONDAY, '09:01') }));
    expect(plan.unplaced.map(({ sequence, reasons, nearest }) => [sequence, reasons[0]?.code, nearest[0]])).toEqual([[1, 'in-the-past', at(MONDAY, '09:15')]]);
  });
});

describe('the device of a course', () => {
  const blocked = (deviceId: string, ...dates: string[]): Claim[] => dates.map((date) => claim('device', deviceId, date, '08:00', '18:00', 'downtime'));

  it('is one for all sessions: that which places most', () => {
    const calendar = clinic({ claims: [...blocked('coil-1', '2030-03-05', '2030-03-07'), ...blocked('coil-2', '2030-03-07')] });
    const plan = planSeries(calendar, course([phase(4)]));
    expect([...new Set(plan.placed.map(({ deviceId }) => deviceId))]).toEqual(['coil-2']);
    expect(plan.unplaced.map(({ sequence, reasons }) => [sequence, reasons[0]?.code])).toEqual([[4, 'device-down']]);
  });

  it('is the preferred one where it places as many, else the one nearer to the wanted times', () => {
    const calendar = clinic({ claims: [claim('device', 'coil-1', MONDAY, '09:00', '10:00')] });
    const nearest = course([phase(4)], { policy: 'nearest' });
    expect(planSeries(calendar, nearest).placed[0]?.deviceId).toBe('coil-2');
    expect(planSeries(calendar, { ...nearest, preferredDeviceId: 'coil-1' }).placed[0]?.deviceId).toBe('coil-1');
  });

  it('is the preferred one too where neither places all', () => {
    const calendar = clinic({ claims: [claim('device', 'coil-1', MONDAY, '09:00', '10:00'), claim('patient', 'pat', '2030-03-05', '08:00', '18:00')] });
    const request = course([phase(3)], { preferredTimes: ['09:00', '11:00'] });
    expect(planSeries(calendar, request).placed[0]?.deviceId).toBe('coil-2');
    expect(planSeries(calendar, { ...request, preferredDeviceId: 'coil-1' }).placed[0]?.deviceId).toBe('coil-1');
  });

  it('does not change for a better time alone', () => {
    const away: Claim = { ...claim('patient', 'pat', '2030-03-06', '08:00', '18:00'), endMs: at('2030-05-01', '08:00') };
    const calendar = clinic({ claims: [claim('device', 'coil-2', MONDAY, '09:00', '10:00'), claim('device', 'coil-1', '2030-03-05', '08:00', '15:00'), away] });
    const plan = planSeries(calendar, course([phase(3)], { policy: 'nearest' }));
    expect([plan.placed.map(({ deviceId }) => deviceId), plan.unplaced.length, plan.warnings]).toEqual([['coil-2', 'coil-2'], 1, []]);
  });

  it('changes only when no single one can deliver as much, and then says so', () => {
    const calendar = clinic({ claims: [...blocked('coil-1', '2030-03-07', '2030-03-08'), ...blocked('coil-2', '2030-03-04', '2030-03-05', '2030-03-06')] });
    const plan = planSeries(calendar, course([phase(5)]));
    expect(plan.placed.map(({ deviceId }) => deviceId)).toEqual(['coil-1', 'coil-1', 'coil-1', 'coil-2', 'coil-2']);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['several-devices']);
    expect(planSeries(calendar, course([phase(5)], { deviceId: 'coil-2' })).placed).toHaveLength(2);
  });

  it('may be one that is down: then nothing is placed and each session says so', () => {
    const plan = planSeries(clinic({ devices: [{ id: 'coil-1', modalities: ['rtms'], inService: false }] }), course([phase(2)]));
    expect(plan.unplaced.map(({ reasons, nearest }) => [reasons[0]?.code, nearest])).toEqual([['device-down', []], ['device-down', []]]);
  });

  it('has the operator who treats most, whoever stood in for a day', () => {
    const calendar = clinic({ claims: [claim('operator', 'ann', '2030-03-06', '08:00', '18:00', 'absence')] });
    expect(planSeries(calendar, course([phase(5)])).placed.map(({ operatorId }) => operatorId)).toEqual(['ann', 'ann', 'bob', 'ann', 'ann']);
  });
});
