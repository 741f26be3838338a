import { addDays, instantAt, planSeries, weekdayOf, type Calendar, type Claim, type SeriesRequest } from '../../src/scheduling/planner/index.js';

const ZONE = 'America/New_York';
const START = '2030-03-04';
const MINUTE_MS = 60_000;
const RESOURCES = [1, 2, 3, 4, 5];

/** Ten weeks of sixty sessions a day: five devices, twelve sessions each, back to back from opening until four. */
function busyClinic(): Calendar {
  const claims: Claim[] = [];
  for (let date = START; date < addDays(START, 70); date = addDays(date, 1)) {
    if (weekdayOf(date) > 5) continue;
    for (let n = 0; n < 60; n += 1) {
      const own = (n % 5) + 1;
      const startMs = instantAt(date, '08:00', ZONE) + Math.floor(n / 5) * 40 * MINUTE_MS;
      const claim = (kind: Claim['kind'], resourceId: string, minutes: number): Claim => ({ kind, resourceId, startMs, endMs: startMs + minutes * MINUTE_MS, occupant: 'session', occupantId: `${date} ${n}` });
      claims.push(claim('device', `device-${own}`, 40), claim('room', `room-${own}`, 40), claim('operator', `operator-${own}`, 30), claim('patient', `patient-${n}`, 30));
    }
  }
  return {
    zone: ZONE,
    openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' })),
    closures: [],
    slotMinutes: 15,
    turnoverMinutes: 10,
    devices: RESOURCES.map((n) => ({ id: `device-${n}`, modalities: ['rtms'], inService: true })),
    rooms: RESOURCES.map((n) => ({ id: `room-${n}`, inService: true })),
    operators: RESOURCES.map((n) => ({ id: `operator-${n}`, shifts: null })),
    claims,
  };
}

const request: SeriesRequest = {
  modality: 'rtms', durationMinutes: 30, patientId: 'newcomer', minimumGapMinutes: 0, maximumPerDay: 1, startDate: START, preferredTimes: ['09:00'], policy: 'nearest', notBeforeMs: 0,
  phases: [{ name: 'induction', sessions: 30 }, ...[3, 2, 1].map((sessions) => ({ name: 'taper', sessions, sessionsPerWeek: sessions }))].map((phase) => ({ ...phase, sessionsPerDay: 1, minimumGapMinutes: 15 })),
};

it('finds room for a course of 36 in a clinic of sixty sessions a day', () => {
  expect(planSeries(busyClinic(), request).placed).toHaveLength(36);
});
