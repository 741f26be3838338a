import fc from 'fast-check';
import { addDays, dayBounds, instantAt, instantText, localDate, wallTimeOf, weekdayOf } from '../../src/scheduling/planner/wall-clock.js';

const HOUR_MS = 3_600_000;
/** Clocks that change by an hour, by half an hour, never, at odd offsets, and around Ramadan. */
const ZONES = ['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca'];

const at = (date: string, time: string, zone: string): string => instantText(instantAt(date, time, zone));

describe('the instant of a wall-clock time', () => {
  it('follows the clocks of summer and winter', () => {
    expect(at('2030-03-08', '09:00', 'America/New_York')).toBe('2030-03-08T14:00:00.000Z');
    expect(at('2030-03-11', '09:00', 'America/New_York')).toBe('2030-03-11T13:00:00.000Z');
    expect(at('2030-03-30', '09:00', 'Europe/London')).toBe('2030-03-30T09:00:00.000Z');
    expect(at('2030-03-31', '09:00', 'Europe/London')).toBe('2030-03-31T08:00:00.000Z');
    expect(at('2030-07-01', '09:00', 'Asia/Kathmandu')).toBe('2030-07-01T03:15:00.000Z');
  });

  it('moves a time that does not exist forward by the gap', () => {
    expect(at('2030-03-10', '02:30', 'America/New_York')).toBe('2030-03-10T07:30:00.000Z');
    expect(wallTimeOf(instantAt('2030-03-10', '02:30', 'America/New_York'), 'America/New_York')).toBe('03:30');
    expect(wallTimeOf(instantAt('2030-03-31', '01:15', 'Europe/London'), 'Europe/London')).toBe('02:15');
  });

  it('takes the first of a time that exists twice', () => {
    expect(at('2030-11-03', '01:30', 'America/New_York')).toBe('2030-11-03T05:30:00.000Z');
    expect(at('2030-10-27', '01:30', 'Europe/London')).toBe('2030-10-27T00:30:00.000Z');
  });

  it('knows of clocks that change by half an hour', () => {
    const zone = 'Australia/Lord_Howe';
    const [autumn, spring] = [dayBounds('2030-04-07', zone), dayBounds('2030-10-06', zone)];
    expect(autumn.endMs - autumn.startMs).toBe(24.5 * HOUR_MS);
    expect(spring.endMs - spring.startMs).toBe(23.5 * HOUR_MS);
    expect(wallTimeOf(instantAt('2030-10-06', '02:15', zone), zone)).toBe('02:45');
    expect(instantAt('2030-04-07', '01:45', zone)).toBe(autumn.startMs + 1.75 * HOUR_MS);
  });

  it('refuses what no clock or calendar shows', () => {
    expect(() => instantAt('2030-02-30', '09:00', 'Europe/London')).toThrow(RangeError);
    expect(() => instantAt('2030-02-20', '25:00', 'Europe/London')).toThrow(RangeError);
    expect(() => instantAt('2030-02-20', '09:00', 'Europe/Nowhere')).toThrow(RangeError);
  });
});

describe('the calendar', () => {
  it('counts days over months, years and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2029-12-31', 1)).toBe('2030-01-01');
    expect(addDays('2030-03-01', -1)).toBe('2030-02-28');
  });

  it('counts weekdays from Monday 1 to Sunday 7', () => {
    expect(['2030-03-04', '2030-03-05', '2030-03-09', '2030-03-10'].map(weekdayOf)).toEqual([1, 2, 6, 7]);
  });

  it('knows the date on the clinic’s wall, which may not be that of Greenwich', () => {
    expect(localDate(Date.parse('2030-03-04T04:59:59.999Z'), 'America/New_York')).toBe('2030-03-03');
    expect(localDate(Date.parse('2030-03-04T05:00:00.000Z'), 'America/New_York')).toBe('2030-03-04');
    expect(localDate(Date.parse('2030-03-04T18:15:00.000Z'), 'Asia/Kathmandu')).toBe('2030-03-05');
  });

  it('lets a day without a midnight begin when its clocks do', () => {
    const { startMs } = dayBounds('2030-03-31', 'Asia/Beirut');
    expect([localDate(startMs, 'Asia/Beirut'), wallTimeOf(startMs, 'Asia/Beirut')]).toEqual(['2030-03-31', '01:00']);
    expect(localDate(startMs - 1, 'Asia/Beirut')).toBe('2030-03-30');
  });
});

describe.each(ZONES)('a year of days in %s', (zone) => {
  const days = Array.from({ length: 366 }, (_unused, n) => addDays('2030-01-01', n));

  it('keeps nine o’clock at nine o’clock', () => {
    for (const date of days) {
      const nine = instantAt(date, '09:00', zone);
      expect([localDate(nine, zone), wallTimeOf(nine, zone)]).toEqual([date, '09:00']);
    }
  });

  it('lets each day end where the next begins', () => {
    for (const date of days) {
      const { startMs, endMs } = dayBounds(date, zone);
      expect(dayBounds(addDays(date, 1), zone).startMs).toBe(endMs);
      expect([localDate(startMs, zone), localDate(endMs - 1, zone)]).toEqual([date, date]);
    }
  });

  it('comes back to the time that it set out from, unless the clocks have skipped it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...days), fc.integer({ min: 0, max: 24 * 60 - 1 }), (date, minute) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const instant = instantAt(date, time, zone);
        const shown = wallTimeOf(instant, zone);
        expect(localDate(instant, zone)).toBe(date);
        if (shown !== time) expect(localDate(instant - HOUR_MS, zone) === date && shown > time).toBe(true);
        else expect(wallTimeOf(instant - HOUR_MS, zone)).not.toBe(time);
      }),
      { numRuns: 300 },
    );
  });
});
