import { addDays, instantAt, localDate, planSeries, wallTimeOf, type Calendar, type Claim, type SeriesPlan, type SeriesRequest } from '../../src/scheduling/planner/index.js';

const ZONE = 'America/New_York';
const MONDAY = '2030-03-04';
const MINUTE_MS = 60_000;

const at = (date: string, time: string): number => instantAt(date, time, ZONE);
const claim = (kind: Claim['kind'], resourceId: string, date: string, from: string, to: string): Claim => ({ kind, resourceId, startMs: at(date, from), endMs: at(date, to), occupant: 'session', occupantId: 'other' });

function clinic(claims: Claim[] = []): Calendar {
  return {
    zone: ZONE,
    openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' })),
    closures: [],
    slotMinutes: 10,
    turnoverMinutes: 0,
    devices: [{ id: 'coil-1', modalities: ['itbs'], inService: true }],
    rooms: [{ id: 'room-1', inService: true }],
    operators: [{ id: 'ann', shifts: null }],
    claims,
  };
}

/** Ten a day for five days, ten minutes each, fifty minutes between them. */
function accelerated(changes: Partial<SeriesRequest> = {}): SeriesRequest {
  return {
    modality: 'itbs',
    durationMinutes: 10,
    patientId: 'pat',
    minimumGapMinutes: 0,
    maximumPerDay: 1,
    phases: [{ name: 'induction', sessions: 50, sessionsPerWeek: 50, sessionsPerDay: 10, minimumGapMinutes: 50 }],
    startDate: MONDAY,
    preferredTimes: ['08:00'],
    policy: 'all-or-nothing',
    notBeforeMs: 0,
    ...changes,
  };
}

const twice = (changes: Partial<SeriesRequest> = {}): SeriesRequest =>
  accelerated({ phases: [{ name: 'induction', sessions: 4, sessionsPerWeek: 10, sessionsPerDay: 2, minimumGapMinutes: 60 }], preferredTimes: ['09:00', '14:00'], ...changes });

const when = ({ placed }: SeriesPlan): string[] => placed.map(({ startMs }) => `${localDate(startMs, ZONE).slice(8)} ${wallTimeOf(startMs, ZONE)}`);

describe('several sessions a day', () => {
  it('fill five days of ten, an hour apart', () => {
    const plan = planSeries(clinic(), accelerated());
    expect(plan.placed).toHaveLength(50);
    expect(when(plan).slice(0, 11)).toEqual(['04 08:00', '04 09:00', '04 10:00', '04 11:00', '04 12:00', '04 13:00', '04 14:00', '04 15:00', '04 16:00', '04 17:00', '05 08:00']);
    expect(when(plan).at(-1)).toBe('08 17:00');
  });

  it('stand at the preferred times of the day where it has several', () => {
    expect(when(planSeries(clinic(), twice()))).toEqual(['04 09:00', '04 14:00', '05 09:00', '05 14:00']);
  });

  it('follow one another when the second preferred time is taken', () => {
    expect(when(planSeries(clinic([claim('operator', 'ann', MONDAY, '14:00', '15:00')]), twice()))).toEqual(['04 09:00', '04 10:10', '05 09:00', '05 14:00']);
  });

  it('begin at the preferred time from which all of the day fit', () => {
    const late = twice({ preferredTimes: ['17:00', '15:00'] });
    expect(when(planSeries(clinic(), late))).toEqual(['04 15:00', '04 17:00', '05 15:00', '05 17:00']);
  });

  it('leave out no more than the one that does not fit, and say why', () => {
    const plan = planSeries(clinic([claim('device', 'coil-1', MONDAY, '08:00', '08:10')]), accelerated({ policy: 'skip' }));
    expect(plan.placed).toHaveLength(49);
    expect(when(plan)[0]).toBe('04 08:10');
    expect(plan.unplaced.map(({ sequence, date, reasons }) => [sequence, date, reasons[0]?.code])).toEqual([[10, MONDAY, 'slot-taken']]);
  });

  it('begin elsewhere in the day when the nearest will do and more of them fit so', () => {
    const nearest = accelerated({ preferredTimes: ['09:00'], policy: 'nearest' });
    const plan = planSeries(clinic(), nearest);
    expect([when(plan)[0], when(plan)[9], plan.unplaced]).toEqual(['04 08:50', '04 17:50', []]);
  });

  it('lengthen the course by what a day could not take, in order of time', () => {
    const plan = planSeries(clinic([claim('patient', 'pat', MONDAY, '08:00', '13:00')]), accelerated({ policy: 'nearest' }));
    const perDay = new Map<string, number>();
    for (const { startMs } of plan.placed) perDay.set(localDate(startMs, ZONE), (perDay.get(localDate(startMs, ZONE)) ?? 0) + 1);
    expect(plan.unplaced).toEqual([]);
    expect([...perDay]).toEqual([[MONDAY, 5], ...[1, 2, 3, 4].map((n) => [addDays(MONDAY, n), 10]), [addDays(MONDAY, 7), 5]]);
    expect(plan.placed.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_unused, n) => n + 1));
    plan.placed.slice(1).forEach((session, n) => expect(session.startMs - (plan.placed[n]?.endMs ?? 0)).toBeGreaterThanOrEqual(50 * MINUTE_MS));
  });

  it('stay in order of time when some of them move to a day with sessions of its own', () => {
    const three = twice({ phases: [{ name: 'induction', sessions: 6, sessionsPerWeek: 15, sessionsPerDay: 3, minimumGapMinutes: 60 }], preferredTimes: ['14:00', '09:00'], policy: 'nearest' });
    const plan = planSeries(clinic([claim('patient', 'pat', MONDAY, '08:00', '16:00')]), three);
    expect(when(plan)).toEqual(['04 16:00', '04 17:10', '05 14:00', '05 15:10', '05 16:20', '06 14:00']);
  });

  it('count what the patient has already that day, and make up for it at the end', () => {
    const plan = planSeries(clinic(), accelerated({ policy: 'skip', sessionsPerDate: { [MONDAY]: 7 } }));
    expect(when(plan).slice(0, 4)).toEqual(['04 08:00', '04 09:00', '04 10:00', '05 08:00']);
    expect(when(plan).slice(43)).toEqual(['08', '09', '10', '11', '12', '13', '14'].map((hour) => `11 ${hour}:00`));
    expect(plan.unplaced).toEqual([]);
  });

  it('never overlap even where no patient is named', () => {
    const plan = planSeries(clinic(), twice({ patientId: undefined, preferredTimes: ['09:00'] }));
    expect(when(plan)).toEqual(['04 09:00', '04 10:10', '05 09:00', '05 10:10']);
    const short = planSeries(clinic(), twice({ patientId: undefined, preferredTimes: ['09:00'], windows: [{ from: '09:00', to: '10:00' }], policy: 'skip' }));
    expect(short.unplaced.map(({ nearest }) => nearest)).toEqual([['09:00', '09:10', '09:20'].map((time) => at('2030-03-06', time)), ['09:00', '09:10', '09:20'].map((time) => at('2030-03-06', time))]);
  });
});
