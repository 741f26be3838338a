import { Temporal } from 'temporal-polyfill';
import { planSeries, type Calendar } from '../../src/scheduling/planner/index.js';

const FROM = Temporal.Instant.from('2020-01-01T00:00:00Z');
const TO = Temporal.Instant.from('2041-01-01T00:00:00Z');

/** Days on which the clocks of a zone change, between 2020 and 2040. */
function transitionsOf(zone: string): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  let at: Temporal.ZonedDateTime | null = FROM.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at && Temporal.Instant.compare(at.toInstant(), TO) < 0) {
    days.push(at.toPlainDate());
    at = at.getTimeZoneTransition('next');
  }
  return days;
}

const always = Array.from({ length: 7 }, (_unused, n) => ({ weekday: n + 1, opens: '08:00', closes: '18:00' }));
const clinic = (zone: string): Calendar => ({
  zone, openingHours: always, closures: [], slotMinutes: 15, turnoverMinutes: 10, claims: [],
  devices: [{ id: 'device', modalities: ['rtms'], inService: true }], rooms: [{ id: 'room', inService: true }], operators: [{ id: 'operator', shifts: null }],
});

describe('a daily series at nine across every change of clocks', () => {
  const zones = Intl.supportedValuesOf('timeZone');

  it('stands at nine on the wall every day, in every zone, at every change between 2020 and 2040', () => {
    let [changes, sessions] = [0, 0];
    for (const zone of zones) {
      const calendar = clinic(zone);
      for (const day of transitionsOf(zone)) {
        changes += 1;
        const { placed, unplaced } = planSeries(calendar, {
          modality: 'rtms', durationMinutes: 30, patientId: 'patient', minimumGapMinutes: 0, maximumPerDay: 1, startDate: day.subtract({ days: 2 }).toString(),
          weekdays: [1, 2, 3, 4, 5, 6, 7], preferredTimes: ['09:00'], policy: 'all-or-nothing', notBeforeMs: 0,
          phases: [{ name: 'daily', sessions: 5, sessionsPerWeek: 7, sessionsPerDay: 1, minimumGapMinutes: 15 }],
        });
        sessions += placed.length;
        const wall = placed.map(({ startMs }) => Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }));
        const meant = [-2, -1, 0, 1, 2].map((days) => `${day.add({ days }).toString()}T09:00`);
        if (unplaced.length > 0 || wall.join() !== meant.join()) expect({ zone, day: day.toString(), wall, unplaced }).toEqual({ zone, day: day.toString(), wall: meant, unplaced: [] });
      }
    }
    process.stdout.write(`${zones.length} zones, ${changes} changes of clocks, ${sessions} sessions at 09:00\n`);
    expect(changes).toBeGreaterThan(3000);
    expect(sessions).toBe(changes * 5);
  });
});
